import { oldOrderOrigins } from '#app/checkout/index'
import { oldNotes } from '#app/customers/index'
import { oldSignInOrigins } from '#app/identity/index'
import { oldMailTexts } from '#app/messaging/index'
import { oldQuotes } from '#app/offers/index'
import type { Forgettable, ForgettableRow, ForgetQuestion } from '#app/shared/database/forgettable'
import { inReadTransaction } from '#app/shared/database/unit'
import { keptFrom, type RetentionKind } from '#app/privacy/domain/retention'
import { countIdleCustomers, listIdleCustomers } from '#app/privacy/queries/idle_customers'
import { oldCalls } from '#app/privacy/queries/old_calls'
import * as legalHolds from '#app/privacy/records/legal_holds'

/** Each kind but customers themselves, who are not forgotten at once. */
export const forgettables: Record<Exclude<RetentionKind, 'idle_customers'>, Forgettable> = {
  mail_texts: oldMailTexts,
  sign_in_origins: oldSignInOrigins,
  order_origins: oldOrderOrigins,
  notes: oldNotes,
  quotes: oldQuotes,
  calls: oldCalls,
}

const shownMax = 50

export interface RetentionPreview {
  keptFrom: Date
  count: number
  /** The oldest ones. */
  rows: ForgettableRow[]
}

/** What would go, if this rule held now? Nothing goes by asking. */
export function previewRetention(
  kind: RetentionKind,
  keepDays: number,
  now: Date
): Promise<RetentionPreview> {
  return inReadTransaction(async () => {
    const before = keptFrom(now, keepDays)
    const question: ForgetQuestion = { before, exceptCustomers: await legalHolds.listHeld(), limit: shownMax }
    if (kind === 'idle_customers')
      return {
        keptFrom: before,
        count: await countIdleCustomers(question),
        rows: await listIdleCustomers(question),
      }
    const source = forgettables[kind]
    return { keptFrom: before, count: await source.count(question), rows: await source.list(question) }
  })
}
