import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Impersonations } from '#app/shared/database/schema'

export type Impersonation = Selectable<Impersonations>
export type NamedImpersonation = Impersonation & { staff_name: string; user_name: string }

export async function insert(row: Insertable<Impersonations>): Promise<void> {
  await db.insertInto('impersonations').values(row).execute()
}

export function find(id: string): Promise<NamedImpersonation | undefined> {
  return withNames().where('i.id', '=', id).executeTakeFirst()
}

export function lock(id: string): Promise<Impersonation | undefined> {
  return db.selectFrom('impersonations').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** Of two requests with one link, one begins. */
export function begin(
  hash: Buffer,
  { at, wall }: { at: Date; wall: Date }
): Promise<Impersonation | undefined> {
  return db
    .updateTable('impersonations')
    .set({ begun_at: at })
    .where('token_hash', '=', hash)
    .where('begun_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('opens_until', '>', wall)
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
