import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Customers } from '#app/shared/database/schema'
import { endOfRange } from '#app/customers/domain/search'

export type Customer = Selectable<Customers>

export function find(id: string): Promise<Customer | undefined> {
  return db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findMany(ids: string[]): Promise<Customer[]> {
  if (ids.length === 0) return Promise.resolve([])
  return db.selectFrom('customers').selectAll().where('id', 'in', ids).execute()
}

export function lock(id: string): Promise<Customer | undefined> {
  return db.selectFrom('customers').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

export function insert(customer: Insertable<Customers>): Promise<Customer> {
  return db.insertInto('customers').values(customer).returningAll().executeTakeFirstOrThrow()
}

export async function update(id: string, changes: Updateable<Customers>): Promise<void> {
  await db.updateTable('customers').set(changes).where('id', '=', id).execute()
}

export interface CustomerFilter {
  /** Each must be the beginning of one of the customer's words. */
  words: string[]
  groupId?: string | null
  id: string | null
  before: string | null
  limit: number
}

/** Newest first. */
export function list({ words, id, groupId = null, before, limit }: CustomerFilter): Promise<Customer[]> {
  let query = db.selectFrom('customers').selectAll().orderBy('id', 'desc').limit(limit)
  if (id !== null) query = query.where('id', '=', id)
  if (groupId !== null) query = query.where('group_id', '=', groupId)
  if (before !== null) query = query.where('id', '<', before)
  for (const word of words) {
    query = query.where('id', 'in', (eb) =>
      eb
        .selectFrom('customer_search_words')
        .select('customer_id')
        .where(sql<boolean>`word ~>=~ ${word} and word ~<~ ${endOfRange(word)}`)
    )
  }
  return query.execute()
}

/** Newest first. */
export function listOfGroup(groupId: string, limit: number): Promise<Customer[]> {
  return db
    .selectFrom('customers')
    .selectAll()
    .where('group_id', '=', groupId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The next customer number, without gaps: taken in the transaction that uses it. */
export async function takeNumber(): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into number_series (series, next_number) values ('customer', 1002)
    on conflict (tenant_id, series) do update set next_number = number_series.next_number + 1
    returning (next_number - 1)::int as number`.execute(db)
  return rows[0]!.number
}
