import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Quotes } from '#app/shared/database/schema'
import type { QuoteContent } from '#app/checkout/domain/quote'

export interface Quote {
  id: string
  customerId: string | null
  /** The offer that was accepted with it: then that decides how long it is good, and its prices hold. */
  offerId?: string | null
  currency: string
  country: string | null
  catalogueVersion: bigint
  content: QuoteContent
  subtotal: bigint
  taxTotal: bigint
  total: bigint
  createdAt: Date
  expiresAt: Date
}

export async function insertQuote(quote: Quote): Promise<void> {
  await db
    .insertInto('quotes')
    .values({
      id: quote.id,
      customer_id: quote.customerId,
      offer_id: quote.offerId ?? null,
      currency: quote.currency,
      country: quote.country,
      catalogue_version: quote.catalogueVersion,
      content: JSON.stringify(quote.content),
      subtotal: quote.subtotal,
      tax_total: quote.taxTotal,
      total: quote.total,
      created_at: quote.createdAt,
      expires_at: quote.expiresAt,
    })
    .execute()
}

export async function findQuote(id: string): Promise<Quote | null> {
  const row = await db.selectFrom('quotes').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toQuote(row) : null
}

/** Quotes that nobody took go after a month; those of orders stay. */
export async function deleteStaleQuotes(before: Date): Promise<number> {
  const result = await db
    .deleteFrom('quotes')
    .where('expires_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('orders').select('orders.id').whereRef('orders.quote_id', '=', 'quotes.id')))
    )
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

function toQuote(row: Selectable<Quotes>): Quote {
  return {
    id: row.id,
    customerId: row.customer_id,
    offerId: row.offer_id,
    currency: row.currency,
    country: row.country,
    catalogueVersion: row.catalogue_version,
    content: row.content as unknown as QuoteContent,
    subtotal: row.subtotal,
    taxTotal: row.tax_total,
    total: row.total,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
