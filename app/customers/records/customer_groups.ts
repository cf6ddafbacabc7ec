import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** Customers that are treated alike: agencies, friends of the house, those who often pay late. */
export interface CustomerGroup {
  id: string
  code: string
  name: string
  version: number
  createdAt: Date
  customerCount: number
}

const columns = sql`g.id, g.code, g.name, g.version, g.created_at as "createdAt",
  (select count(*)::int from customers c where c.tenant_id = g.tenant_id and c.group_id = g.id) as "customerCount"`

/** Newest first. */
export async function listGroups({
  before,
  limit,
}: {
  before: string | null
  limit: number
}): Promise<CustomerGroup[]> {
  const { rows } = await sql<CustomerGroup>`
    select ${columns} from customer_groups g
     where ${before ? sql`g.id < ${before}` : sql`true`} order by g.id desc limit ${limit}`.execute(db)
  return rows
}

export async function findGroup(id: string): Promise<CustomerGroup | null> {
  const { rows } = await sql<CustomerGroup>`select ${columns} from customer_groups g where g.id = ${id}`.execute(db)
  return rows[0] ?? null
} // prettier-ignore

/** @returns false when another group has the code */
export async function insertGroup(group: Pick<CustomerGroup, 'id' | 'code' | 'name' | 'createdAt'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('customer_groups')
    .values({ id: group.id, code: group.code, name: group.name, created_at: group.createdAt })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'code']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
} // prettier-ignore

export async function findGroupWithCode(code: string): Promise<string | null> {
  const row = await db.selectFrom('customer_groups').select('id').where('code', '=', code).executeTakeFirst()
  return row?.id ?? null
}

/** @returns false when there is another version by now */
export async function updateGroup(
  id: string,
  version: number,
  { code, name }: { code: string; name: string }
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('customer_groups')
    .set({ code, name, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function removeGroup(id: string): Promise<void> {
  await db.deleteFrom('customer_groups').where('id', '=', id).execute()
}

/** Locks a group and its key, so that nobody joins it while it is removed. */
export async function lockGroup(id: string): Promise<CustomerGroup | null> {
  await db.selectFrom('customer_groups').select('id').where('id', '=', id).forUpdate().execute()
  return findGroup(id)
}
