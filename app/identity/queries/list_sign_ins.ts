import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import * as signIns from '#app/identity/records/sign_ins'

/** When, from where and how did this person sign in, or somebody try to? */
export async function listSignIns(
  userId: string,
  { before, size }: { before: string | null; size: number }
): Promise<Page<signIns.SignInEntry>> {
  return toPage(await inReadTransaction(() => signIns.listOfUser(userId, before, size + 1)), size)
}
