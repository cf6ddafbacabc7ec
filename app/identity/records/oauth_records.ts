import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { OauthRecords } from '#app/shared/database/schema'
import type { SealedSecret } from '#app/shared/secrets/keyring'

export type OauthRecord = Selectable<OauthRecords>

export interface StoredRecord {
  kind: string
  idHash: Buffer
  sealedPayload: SealedSecret
  grantHash: Buffer | null
  uidHash: Buffer | null
  clientId: string | null
  userId: string | null
  expiresAt: Date | null
}

export async function store(row: StoredRecord): Promise<void> {
  const values = {
    sealed_payload: JSON.stringify(row.sealedPayload),
    grant_hash: row.grantHash,
    uid_hash: row.uidHash,
    client_id: row.clientId,
    user_id: row.userId,
    expires_at: row.expiresAt,
  }
  await db
    .insertInto('oauth_records')
    .values({ kind: row.kind, id_hash: row.idHash, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'id_hash']).doUpdateSet(values))
    .execute()
}

export function find(kind: string, idHash: Buffer, now: Date): Promise<OauthRecord | undefined> {
  return valid(kind, now).where('id_hash', '=', idHash).executeTakeFirst()
}

export function findByUid(kind: string, uidHash: Buffer, now: Date): Promise<OauthRecord | undefined> {
  return valid(kind, now).where('uid_hash', '=', uidHash).executeTakeFirst()
}

/** @returns false when somebody else was first */
export async function consume(kind: string, idHash: Buffer, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('oauth_records')
    .set({ consumed_at: at })
    .where('kind', '=', kind)
    .where('id_hash', '=', idHash)
    .where('consumed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function remove(kind: string, idHash: Buffer): Promise<void> {
  await db.deleteFrom('oauth_records').where('kind', '=', kind).where('id_hash', '=', idHash).execute()
}

export async function removeOfGrant(grantHash: Buffer): Promise<void> {
  await db.deleteFrom('oauth_records').where('grant_hash', '=', grantHash).execute()
}

/** The same of whatever grant a record belongs to. */
export async function removeGrantOf(kind: string, idHash: Buffer): Promise<void> {
  await sql`
    delete from oauth_records where grant_hash = (
      select grant_hash from oauth_records where kind = ${kind} and id_hash = ${idHash})`.execute(db)
}

/** Everything by which an application reaches one person, or anybody (null). @returns the application, if there was anything */
export async function removeOfClient(clientId: string, userId: string | null): Promise<string[]> {
  const gone = await db
    .deleteFrom('oauth_records')
    .where('client_id', '=', clientId)
    .$if(userId !== null, (query) => query.where('user_id', '=', userId!))
    .returning('client_id')
    .execute()
  return clientsOf(gone)
}

/** The same for applications and the people who entered them. @returns those of them that had anything */
export async function removeOfEntered(
  entered: { userId: string; clientId: string }[]
): Promise<{ userId: string; clientId: string }[]> {
  const [userIds, clientIds] = [entered.map(({ userId }) => userId), entered.map(({ clientId }) => clientId)]
  const { rows } = await sql<{ userId: string; clientId: string }>`
    with gone as (
      delete from oauth_records r using unnest(${userIds}::uuid[], ${clientIds}::uuid[]) as e (user_id, client_id)
       where r.user_id = e.user_id and r.client_id = e.client_id returning r.user_id, r.client_id)
    select distinct user_id as "userId", client_id as "clientId" from gone`.execute(db)
  return rows
}

/** @returns the applications that reached them */
export async function removeOfUser(userId: string): Promise<string[]> {
  return clientsOf(
    await db.deleteFrom('oauth_records').where('user_id', '=', userId).returning('client_id').execute()
  )
}

function clientsOf(rows: { client_id: string | null }[]): string[] {
  return [...new Set(rows.map(({ client_id }) => client_id).filter((id) => id !== null))]
}

export async function removeExpired(now: Date): Promise<number> {
  const { rows } = await sql<{ gone: number }>`
    with gone as (delete from oauth_records where expires_at < ${now} returning 1)
    select count(*)::int as gone from gone`.execute(db)
  return rows[0]?.gone ?? 0
}

function valid(kind: string, now: Date) {
  return db
    .selectFrom('oauth_records')
    .selectAll()
    .where('kind', '=', kind)
    .where((either) => either.or([either('expires_at', 'is', null), either('expires_at', '>', now)]))
}
