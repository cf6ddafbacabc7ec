import { sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { TaxExemptions } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { TaxExemption } from '#app/billing/domain/taxation/decide_tax'

export interface StoredExemption extends TaxExemption {
  id: string
  customerId: string
  document: string | null
  createdBy: string
  createdAt: Date
}

/** Certificates of one customer change one after the other. */
export async function lockExemptions(customerId: string): Promise<void> {
  await sql`select from customers where id = ${customerId} for no key update`.execute(db)
}

export async function listExemptions(customerId: string): Promise<StoredExemption[]> {
  const rows = await db
    .selectFrom('tax_exemptions')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('valid_from', 'desc')
    .execute()
  return rows.map(toExemption)
}

export async function findExemption(id: string): Promise<StoredExemption | null> {
  const row = await db.selectFrom('tax_exemptions').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toExemption(row) : null
}

/** Refused by the database (tax_exemptions_overlap) where another one for the place holds on some of its days. */
export async function insertExemption(exemption: StoredExemption): Promise<void> {
  await db
    .insertInto('tax_exemptions')
    .values({
      id: exemption.id,
      customer_id: exemption.customerId,
      country: exemption.country,
      region: exemption.region,
      certificate: exemption.certificate,
      document: exemption.document,
      valid_from: exemption.validFrom,
      valid_until: exemption.validUntil,
      created_by: exemption.createdBy,
      created_at: exemption.createdAt,
    })
    .execute()
}

export async function endExemption(id: string, validUntil: CalendarDate): Promise<void> {
  await db.updateTable('tax_exemptions').set({ valid_until: validUntil }).where('id', '=', id).execute()
}

export async function deleteExemption(id: string): Promise<void> {
  await db.deleteFrom('tax_exemptions').where('id', '=', id).execute()
}

function toExemption(row: Selectable<TaxExemptions>): StoredExemption {
  return {
    id: row.id,
    customerId: row.customer_id,
    country: row.country,
    region: row.region,
    certificate: row.certificate,
    document: row.document,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}
