import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { Invitations } from '#app/shared/database/schema'

export type Invitation = Selectable<Invitations>

export async function insert(invitation: Insertable<Invitations>): Promise<void> {
  await db.insertInto('invitations').values(invitation).execute()
}

export function find(id: string): Promise<Invitation | undefined> {
  return db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findByHash(hash: Buffer): Promise<Invitation | undefined> {
  return db.selectFrom('invitations').selectAll().where('token_hash', '=', hash).executeTakeFirst()
}

export function lockByHash(hash: Buffer): Promise<Invitation | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', hash)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Open ones of a customer's team, or of the staff (null), the newest first. */
export function listOpen(customerId: string | null, now: Date): Promise<Invitation[]> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('customer_id', customerId ? '=' : 'is', customerId)
    .where('email', 'is not', null)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}

/** Two invitations of one address come one after the other: the second takes the place of the first. */
export function lockAddress(customerId: string | null, email: string): void {
  takeTurn(`invitations:${customerId ?? 'staff'}:${email}`)
}

/** Takes back whatever is open for an address (or for nobody by name), so that a new invitation can take its place. */
export async function revokeFor(customerId: string | null, email: string | null, at: Date): Promise<void> {
  await db
    .updateTable('invitations')
    .set({ revoked_at: at, sealed_token: null })
    .where('customer_id', customerId ? '=' : 'is', customerId)
    .where('email', email ? '=' : 'is', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

export function revoke(id: string, customerId: string | null, at: Date): Promise<Invitation | undefined> {
  return db
    .updateTable('invitations')
    .set({ revoked_at: at, sealed_token: null })
    .where('id', '=', id)
    .where('customer_id', customerId ? '=' : 'is', customerId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

export async function accept(id: string, userId: string, at: Date): Promise<void> {
  await db
    .updateTable('invitations')
    .set({ accepted_at: at, accepted_by: userId, sealed_token: null })
    .where('id', '=', id)
    .execute()
}

/** The open link of a tenant without staff. */
export function findFirstLink(now: Date): Promise<Invitation | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('customer_id', 'is', null)
    .where('email', 'is', null)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}
