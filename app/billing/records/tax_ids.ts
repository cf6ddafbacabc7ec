import { sql, type Insertable, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { TaxIdChecks, TaxIds } from '#app/shared/database/schema'
import type { TaxIdState, TaxIdStatus } from '#app/billing/domain/taxation/tax_id'

export interface TaxId extends TaxIdState {
  customerId: string
  country: string
  value: string
  checkedAt: Date | null
  name: string | null
  address: string | null
  source: string | null
  consultation: string | null
  problem: string | null
}

export type TaxIdCheck = Selectable<TaxIdChecks>

export async function findTaxId(customerId: string): Promise<TaxId | null> {
  const row = await db
    .selectFrom('tax_ids')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row ? toTaxId(row) : null
}

export async function lockTaxId(customerId: string): Promise<TaxId | null> {
  const row = await db
    .selectFrom('tax_ids')
    .selectAll()
    .where('customer_id', '=', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toTaxId(row) : null
}

/** Writes the one row of the customer anew. */
export async function saveTaxId(taxId: TaxId): Promise<void> {
  const row = {
    customer_id: taxId.customerId,
    country: taxId.country,
    value: taxId.value,
    status: taxId.status,
    trusted_until: taxId.trustedUntil,
    checked_at: taxId.checkedAt,
    name: taxId.name,
    address: taxId.address,
    source: taxId.source,
    consultation: taxId.consultation,
    problem: taxId.problem,
    tries: taxId.tries,
    next_check_at: taxId.nextCheckAt,
  }
  await db
    .insertInto('tax_ids')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'customer_id']).doUpdateSet(row))
    .execute()
}

export async function deleteTaxId(customerId: string): Promise<void> {
  await db.deleteFrom('tax_ids').where('customer_id', '=', customerId).execute()
}

/** Takes ids whose time to be checked has come; nobody else takes them before `claimedUntil`. @returns their customers */
export async function claimTaxIdsToCheck(input: {
  now: Date
  claimedUntil: Date
  limit: number
}): Promise<string[]> {
  const { rows } = await sql<{ customer_id: string }>`
    update tax_ids set next_check_at = ${input.claimedUntil}
     where tenant_id = platform.current_tenant() and customer_id in (
       select customer_id from tax_ids where next_check_at <= ${input.now}
        order by next_check_at limit ${input.limit} for no key update skip locked)
    returning customer_id`.execute(db)
  return rows.map((row) => row.customer_id)
}

export async function insertTaxIdCheck(check: Insertable<TaxIdChecks>): Promise<void> {
  await db.insertInto('tax_id_checks').values(check).execute()
}

/** The latest answers, newest first. */
export function listTaxIdChecks(customerId: string, limit: number): Promise<TaxIdCheck[]> {
  return db
    .selectFrom('tax_id_checks')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The newest question that an authority answered, or refused because of us; what it was too busy for is neither. */
export async function findNewestVerdict(source: string): Promise<TaxIdCheck | null> {
  const row = await db
    .selectFrom('tax_id_checks')
    .selectAll()
    .where('source', '=', source)
    .where((eb) => eb.or([eb('outcome', '<>', 'unavailable'), eb('refusal', 'is not', null)]))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

function toTaxId(row: Selectable<TaxIds>): TaxId {
  return {
    customerId: row.customer_id,
    country: row.country,
    value: row.value,
    status: row.status as TaxIdStatus,
    trustedUntil: row.trusted_until,
    checkedAt: row.checked_at,
    name: row.name,
    address: row.address,
    source: row.source,
    consultation: row.consultation,
    problem: row.problem,
    tries: row.tries,
    nextCheckAt: row.next_check_at,
  }
}
