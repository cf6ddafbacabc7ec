import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import * as apiTokens from '#app/identity/records/api_tokens'

/** Which API tokens of this person work, or did until they expired? */
export async function listApiTokens(
  owner: apiTokens.TokenOwner,
  { before, size }: { before: string | null; size: number }
): Promise<Page<apiTokens.ApiToken>> {
  return toPage(await inReadTransaction(() => apiTokens.listOfOwner(owner, before, size + 1)), size)
}
