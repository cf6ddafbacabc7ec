import { sql, type Insertable, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { RoleBook } from '#app/identity/domain/roles'
import type { ApiTokens } from '#app/shared/database/schema'

export type ApiToken = Selectable<ApiTokens>

export async function insert(token: Insertable<ApiTokens>): Promise<ApiToken> {
  return db.insertInto('api_tokens').values(token).returningAll().executeTakeFirstOrThrow()
}

export function find(id: string): Promise<ApiToken | undefined> {
  return db.selectFrom('api_tokens').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A token with what its owner may do now, read by one statement. */
export interface TokenWithOwner {
  id: string
  user_id: string
  email: string
  customer_id: string | null
  abilities: string[]
  networks: string[]
  expires_at: Date | null
  revoked_at: Date | null
  disabled_at: Date | null
  permissions: string[] | null
  service_ids: string[] | null
  roles: string[] | null
  /** What roles of the tenant's own grant, by their names. */
  role_book: RoleBook | null
}

export async function findByHash(hash: Buffer): Promise<TokenWithOwner | undefined> {
  const { rows } = await sql<TokenWithOwner>`
    select t.id, t.user_id, u.email, t.customer_id, t.abilities, t.networks, t.expires_at, t.revoked_at, u.disabled_at, m.permissions, m.service_ids, s.roles,
           (select jsonb_object_agg(r.name, r.abilities) from staff_roles r
             where r.tenant_id = t.tenant_id and r.name = any(s.roles)) as role_book
      from api_tokens t
      join users u on u.tenant_id = t.tenant_id and u.id = t.user_id
      left join memberships m on m.tenant_id = t.tenant_id and m.user_id = t.user_id and m.customer_id = t.customer_id
      left join staff_members s on s.tenant_id = t.tenant_id and s.user_id = t.user_id and t.customer_id is null
     where t.token_hash = ${hash}`.execute(db)
  return rows[0]
}

export interface TokenOwner {
  userId: string
  customerId: string | null
}

/** @param limit one more than a page, so that the reader sees whether there is a next one */
export function listOfOwner(
  { userId, customerId }: TokenOwner,
  before: string | null,
  limit: number
): Promise<ApiToken[]> {
  return db
    .selectFrom('api_tokens')
    .selectAll()
    .where('user_id', '=', userId)
    .where('customer_id', customerId ? '=' : 'is', customerId)
    .where('revoked_at', 'is', null)
    .$if(before !== null, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export function lockOfOwner(id: string, { userId, customerId }: TokenOwner): Promise<ApiToken | undefined> {
  return db
    .selectFrom('api_tokens')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('customer_id', customerId ? '=' : 'is', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

export async function revoke(id: string, at: Date): Promise<void> {
  await db.updateTable('api_tokens').set({ revoked_at: at }).where('id', '=', id).execute()
}

/** Ends a token at an instant, in favour of another. */
export async function replace(id: string, { by, until }: { by: string; until: Date }): Promise<void> {
  await db
    .updateTable('api_tokens')
    .set({ replaced_by: by, expires_at: until })
    .where('id', '=', id)
    .execute()
}

export async function noteUse(ids: string[], at: Date): Promise<void> {
  await db.updateTable('api_tokens').set({ last_used_at: at }).where('id', 'in', ids).execute()
}

/** All tokens of a person for one customer, or of a staff member (null). */
export async function revokeOfMember({ userId, customerId }: TokenOwner, at: Date): Promise<void> {
  await db
    .updateTable('api_tokens')
    .set({ revoked_at: at })
    .where('user_id', '=', userId)
    .where('customer_id', customerId ? '=' : 'is', customerId)
    .where('revoked_at', 'is', null)
    .execute()
}

/** All tokens of a person that were made since an instant, or ever (null), for whichever customer. */
export async function revokeSince(userId: string, since: Date | null, at: Date): Promise<void> {
  await db
    .updateTable('api_tokens')
    .set({ revoked_at: at })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .$if(since !== null, (query) => query.where('created_at', '>=', since!))
    .execute()
}
