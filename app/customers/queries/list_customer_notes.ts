import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import * as customerNotes from '#app/customers/records/customer_notes'

/** What have staff written down about this customer, newest first? */
export async function listCustomerNotes(
  customerId: string,
  { before, size, isPinned = false }: { before: string | null; size: number; isPinned?: boolean }
): Promise<Page<customerNotes.NoteWithAuthor>> {
  const wanted = { customerId, before, limit: size + 1, isPinned }
  return toPage(await inReadTransaction(() => customerNotes.list(wanted)), size)
}
