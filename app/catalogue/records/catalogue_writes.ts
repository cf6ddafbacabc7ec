import type { Insertable, Updateable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Options, OptionValues, Plans, Products } from '#app/shared/database/schema'

/** Addresses and codes are unique; the database says so, and the caller learns it as a value. */
export async function insertProduct(row: Insertable<Products>): Promise<boolean> {
  const result = await db
    .insertInto('products')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'slug']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function insertPlan(row: Insertable<Plans>): Promise<boolean> {
  const result = await db
    .insertInto('plans')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'product_id', 'slug']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function insertOption(row: Insertable<Options>): Promise<boolean> {
  const result = await db
    .insertInto('options')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'product_id', 'code']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function insertOptionValue(row: Insertable<OptionValues>): Promise<boolean> {
  const result = await db
    .insertInto('option_values')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'option_id', 'code']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function updateProduct(id: string, changes: Updateable<Products>): Promise<void> {
  if (Object.keys(changes).length === 0) return
  await db.updateTable('products').set(changes).where('id', '=', id).execute()
}

export async function updatePlan(id: string, changes: Updateable<Plans>): Promise<void> {
  if (Object.keys(changes).length === 0) return
  await db.updateTable('plans').set(changes).where('id', '=', id).execute()
}

export async function updateOption(id: string, changes: Updateable<Options>): Promise<void> {
  if (Object.keys(changes).length === 0) return
  await db.updateTable('options').set(changes).where('id', '=', id).execute()
}

export async function updateOptionValue(id: string, changes: Updateable<OptionValues>): Promise<void> {
  if (Object.keys(changes).length === 0) return
  await db.updateTable('option_values').set(changes).where('id', '=', id).execute()
}

/** Only one value of a choice is chosen beforehand. */
export async function clearDefaults(optionId: string): Promise<void> {
  await db.updateTable('option_values').set({ is_default: false }).where('option_id', '=', optionId).execute()
}

export async function findProductRow(id: string) {
  return db.selectFrom('products').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

export async function findPlanRow(id: string) {
  return db.selectFrom('plans').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

export async function findOptionRow(id: string) {
  return db.selectFrom('options').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

export async function findOptionValueRow(id: string) {
  return db.selectFrom('option_values').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}
