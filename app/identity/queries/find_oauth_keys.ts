import { inReadTransaction } from '#app/shared/database/unit'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { sortKeys } from '#app/identity/domain/oauth'
import { oauthKeyContext } from '#app/identity/domain/oauth_secret'
import * as oauthKeys from '#app/identity/records/oauth_keys'

/** Private keys as the protocol wants them, the one that signs first. */
export async function findOauthKeys(wall: Date): Promise<{ version: string; keys: object[] }> {
  const rows = await inReadTransaction(() => oauthKeys.list())
  const times = rows.map(({ id, created_at, signs_from }) => ({
    id,
    createdAt: created_at,
    signsFrom: signs_from,
  }))
  const { published } = sortKeys(times, wall)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const keys = published.map(
    ({ id }) =>
      JSON.parse(unseal(byId.get(id)!.sealed_key as unknown as SealedSecret, oauthKeyContext(id))) as object
  )
  return { version: published.map(({ id }) => id).join(','), keys }
}
