import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import * as impersonations from '#app/identity/records/impersonations'

export interface ImpersonationsQuestion {
  /** Null: of every customer. */
  customerId?: string | null
  userId?: string | null
  /** Not those whose link was never followed. */
  isBegun?: boolean
  before: string | null
  size: number
}

/** Who acted in whose name, the newest first. */
export function listImpersonations({
  customerId = null,
  userId = null,
  isBegun = false,
  before,
  size,
}: ImpersonationsQuestion): Promise<Page<impersonations.NamedImpersonation>> {
  return inReadTransaction(async () =>
    toPage(await impersonations.list({ customerId, userId, isBegun, before, limit: size + 1 }), size)
  )
}
