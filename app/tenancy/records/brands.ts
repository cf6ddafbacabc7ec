import type { Selectable, Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Brands } from '#app/shared/database/schema'

export type BrandRow = Selectable<Brands>

export function find(): Promise<BrandRow | undefined> {
  return db.selectFrom('brands').selectAll().executeTakeFirst()
}

export function lock(): Promise<BrandRow | undefined> {
  return db.selectFrom('brands').selectAll().forNoKeyUpdate().executeTakeFirst()
}

export async function update(changes: Updateable<Brands>): Promise<void> {
  await db.updateTable('brands').set(changes).execute()
}
