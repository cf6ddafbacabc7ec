import type { Money } from '#app/shared/money/money'
import type { CreditWish } from '#app/billing/domain/credit'

export const giftKinds = ['balance', 'credit_note', 'write_off', 'void'] as const
export type GiftKind = (typeof giftKinds)[number]

/** What is to be given away: money onto a balance, issued lines, what is still due on an invoice, or all of one. */
export type Gift =
  | { kind: 'balance'; customerId: string; amount: bigint }
  | { kind: 'credit_note'; invoiceId: string; wish: CreditWish }
  | { kind: 'write_off'; invoiceId: string }
  | { kind: 'void'; invoiceId: string }

/** A gift beyond what its giver may give alone, as it was asked for. */
export interface GiftRequest {
  id: string
  gift: Gift
  customerId: string
  /** What it came to when it was asked for. */
  money: Money
  reason: string
  status: 'waiting' | 'given' | 'refused'
  requestedBy: string
  requestedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
}
