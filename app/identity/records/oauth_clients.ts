import type { Insertable, Selectable, Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { OauthClients } from '#app/shared/database/schema'

export type OauthClient = Selectable<OauthClients>

export async function insert(client: Insertable<OauthClients>): Promise<void> {
  await db.insertInto('oauth_clients').values(client).execute()
}

/** One that was removed is nobody. */
export function find(id: string): Promise<OauthClient | undefined> {
  return db
    .selectFrom('oauth_clients')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

export function list(): Promise<OauthClient[]> {
  return db
    .selectFrom('oauth_clients')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}

export async function update(id: string, changes: Updateable<OauthClients>): Promise<void> {
  await db.updateTable('oauth_clients').set(changes).where('id', '=', id).execute()
}
