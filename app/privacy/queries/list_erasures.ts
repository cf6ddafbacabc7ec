import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import * as erasures from '#app/privacy/records/erasures'

/** Who wants to be forgotten, and who was, newest first? */
export async function listErasures(before: string | null, size: number): Promise<Page<erasures.Erasure>> {
  return toPage(await inReadTransaction(() => erasures.list(before, size + 1)), size)
}
