import { db } from '#app/shared/database/db'

export interface ConsentRow {
  client_id: string
  client_name: string
  scopes: string[]
  given_at: Date
}

export async function find(userId: string, clientId: string): Promise<string[]> {
  const row = await db
    .selectFrom('oauth_consents')
    .select('scopes')
    .where('user_id', '=', userId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return row?.scopes ?? []
}

export function listOfUser(userId: string): Promise<ConsentRow[]> {
  return db
    .selectFrom('oauth_consents as o')
    .innerJoin('oauth_clients as c', (join) =>
      join.onRef('c.tenant_id', '=', 'o.tenant_id').onRef('c.id', '=', 'o.client_id')
    )
    .select(['o.client_id', 'c.name as client_name', 'o.scopes', 'o.given_at'])
    .where('o.user_id', '=', userId)
    .where('c.removed_at', 'is', null)
    .orderBy('o.given_at', 'desc')
    .limit(200)
    .execute()
}

export async function store(consent: {
  user_id: string
  client_id: string
  scopes: string[]
  given_at: Date
}): Promise<void> {
  await db
    .insertInto('oauth_consents')
    .values(consent)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'user_id', 'client_id'])
        .doUpdateSet({ scopes: consent.scopes, given_at: consent.given_at })
    )
    .execute()
}

/** @returns whether there was one */
export async function remove(userId: string, clientId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('oauth_consents')
    .where('user_id', '=', userId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** What somebody allowed since an instant, or ever (null). */
export async function removeSince(userId: string, since: Date | null): Promise<void> {
  await db
    .deleteFrom('oauth_consents')
    .where('user_id', '=', userId)
    .$if(since !== null, (query) => query.where('given_at', '>=', since!))
    .execute()
}
