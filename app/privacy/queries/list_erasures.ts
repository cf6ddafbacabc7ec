import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { listPanelUserRemovals, type PanelUserRemoval } from '#app/provisioning/index'
import * as erasures from '#app/privacy/records/erasures'
import * as legalHolds from '#app/privacy/records/legal_holds'

export type ErasureWithAccounts = erasures.NamedErasure & { accounts: PanelUserRemoval[] }

/** Who wants to be forgotten, and who was, newest first, and what became of their accounts at panels? */
export function listErasures(before: string | null, size: number): Promise<Page<ErasureWithAccounts>> {
  return inReadTransaction(async () => {
    const page = toPage(await erasures.list(before, size + 1), size)
    const removals = await listPanelUserRemovals(page.rows.map(({ customer_id }) => customer_id))
    const accountsOf = (customerId: string) => removals.filter((removal) => removal.customerId === customerId)
    const rows = page.rows.map((row) => ({ ...row, accounts: accountsOf(row.customer_id) }))
    return { ...page, rows }
  })
}

/** Of whom may nothing be erased, and of whom was that so, newest first? */
export async function listLegalHolds(
  before: string | null,
  size: number
): Promise<Page<legalHolds.NamedHold>> {
  return toPage(await inReadTransaction(() => legalHolds.list(before, size + 1)), size)
}
