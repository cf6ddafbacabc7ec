import { type Insertable, type Selectable, sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import type { Impersonations } from '#app/shared/database/schema'

export type Impersonation = Selectable<Impersonations>
export type NamedImpersonation = Impersonation & { staff_name: string; user_name: string }
/** With whether the session or token stands in which it was asked for. */
export type Visit = NamedImpersonation & { may_last: boolean }

export async function insert(row: Insertable<Impersonations>): Promise<void> {
  await db.insertInto('impersonations').values(row).execute()
}

export function find(id: string): Promise<NamedImpersonation | undefined> {
  return withNames().where('i.id', '=', id).executeTakeFirst()
}

export function findVisit(id: string): Promise<Visit | undefined> {
  return withNames().select(mayLast().as('may_last')).where('i.id', '=', id).executeTakeFirst()
}

/** Neither signed out, nor a token that was taken back. */
const mayLast = () => sql<boolean>`
  (i.staff_session is null or exists (
    select 1 from platform.sessions p
     where p.user_id = i.staff_user_id and p.data->>'tenant_id' = ${currentTenant().id} and p.expires_at > now()
       and encode(sha256(convert_to(p.id, 'utf8')), 'hex') = i.staff_session))
  and (i.token_id is null or exists (
    select 1 from api_tokens t
     where t.tenant_id = i.tenant_id and t.id = i.token_id and t.revoked_at is null))`

export function lock(id: string): Promise<Impersonation | undefined> {
  return db.selectFrom('impersonations').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** Of two requests with one link, one begins. */
export function begin(
  hash: Buffer,
  { at, wall }: { at: Date; wall: Date }
): Promise<Impersonation | undefined> {
  return db
    .updateTable('impersonations as i')
    .set({ begun_at: at })
    .where('token_hash', '=', hash)
    .where('begun_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('opens_until', '>', wall)
    .where(mayLast())
    .returningAll()
    .executeTakeFirst()
}

export async function end(id: string, at: Date): Promise<void> {
  await db
    .updateTable('impersonations')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

export interface ImpersonationsWanted {
  customerId: string | null
  userId: string | null
  /** Not those whose link was never followed. */
  isBegun: boolean
  before: string | null
  limit: number
}

/** The newest first. */
export function list({
  customerId,
  userId,
  isBegun,
  before,
  limit,
}: ImpersonationsWanted): Promise<NamedImpersonation[]> {
  return withNames()
    .$if(customerId !== null, (query) => query.where('i.customer_id', '=', customerId!))
    .$if(userId !== null, (query) => query.where('i.user_id', '=', userId!))
    .$if(isBegun, (query) => query.where('i.begun_at', 'is not', null))
    .$if(before !== null, (query) => query.where('i.id', '<', before!))
    .orderBy('i.id', 'desc')
    .limit(limit)
    .execute()
}

function withNames() {
  return db
    .selectFrom('impersonations as i')
    .innerJoin('users as s', (join) =>
      join.onRef('s.tenant_id', '=', 'i.tenant_id').onRef('s.id', '=', 'i.staff_user_id')
    )
    .innerJoin('users as u', (join) =>
      join.onRef('u.tenant_id', '=', 'i.tenant_id').onRef('u.id', '=', 'i.user_id')
    )
    .selectAll('i')
    .select(['s.name as staff_name', 'u.name as user_name'])
}
