import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { TaxPlaces } from '#app/shared/database/schema'
import type { EvidenceVerdict } from '#app/billing/domain/taxation/evidence'

/** How well the evidence proves the place of a customer, and what staff said about it. */
export interface WeighedPlace {
  customerId: string
  country: string
  verdict: EvidenceVerdict
  basis: string
  weighedAt: Date
  openSince: Date | null
  review: { at: Date; by: string; note: string } | null
}

export interface DoubtedPlace extends WeighedPlace {
  customerName: string
}

export async function findPlace(customerId: string): Promise<WeighedPlace | null> {
  const row = await db
    .selectFrom('tax_places')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row ? toPlace(row) : null
}

export async function savePlace(place: WeighedPlace): Promise<void> {
  const values = {
    country: place.country,
    verdict: place.verdict,
    basis: place.basis,
    weighed_at: place.weighedAt,
    open_since: place.openSince,
    reviewed_at: place.review?.at ?? null,
    reviewed_by: place.review?.by ?? null,
    review_note: place.review?.note ?? null,
  }
  tell(
    db
      .insertInto('tax_places')
      .values({ customer_id: place.customerId, ...values })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'customer_id']).doUpdateSet(values))
      .compile()
  )
}

/** Places that staff should look at, the newest customers first. Who has a confirmed tax id is a business, which its register places. */
export async function listOpenPlaces(search: {
  before: string | null
  limit: number
  now: Date
}): Promise<DoubtedPlace[]> {
  let query = db
    .selectFrom('tax_places as p')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.tenant_id', '=', 'p.tenant_id').onRef('c.id', '=', 'p.customer_id')
    )
    .selectAll('p')
    .select('c.name as customer_name')
    .where('p.open_since', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('tax_ids as t')
            .select('t.customer_id')
            .whereRef('t.customer_id', '=', 'p.customer_id')
            .whereRef('t.value', '=', 'c.tax_id')
            .where('t.status', '=', 'valid')
            .where('t.trusted_until', '>', search.now)
        )
      )
    )
    .orderBy('p.customer_id', 'desc')
    .limit(search.limit)
  if (search.before) query = query.where('p.customer_id', '<', search.before)
  return (await query.execute()).map((row) => ({ ...toPlace(row), customerName: row.customer_name }))
}

function toPlace(row: Selectable<TaxPlaces>): WeighedPlace {
  const { reviewed_at: at, reviewed_by: by, review_note: note } = row
  return {
    customerId: row.customer_id,
    country: row.country,
    verdict: row.verdict as EvidenceVerdict,
    basis: row.basis,
    weighedAt: row.weighed_at,
    openSince: row.open_since,
    review: at && by && note ? { at, by, note } : null,
  }
}
