import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'

/**
 * Takes the person out of quotes that came to nothing: name, address, what was written to them, and the link. What was quoted at which
 * price stays, and so does the hash over what it said.
 */
export function takePersonOut(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    update offers set email = 'erased-' || id || '@erased.invalid', name = 'Erased', intro = null, notes = null, decline_reason = null,
           content = case when content ? 'items' then content || jsonb_build_object('items', (
             select coalesce(jsonb_agg(item || '{"hostname": "erased.invalid"}'), '[]') from jsonb_array_elements(content->'items') item)) else content end,
           accepted_name = null, accepted_ip = null, accepted_user_agent = null, sealed_token = null,
           document = case when document is not null then document || jsonb_build_object('customer', (document->'customer') || jsonb_build_object('name', 'Erased',
             'company_name', null, 'street', null, 'postal_code', null, 'city', null, 'region', null, 'tax_id', null, 'email', '', 'phone', null,
             'electronic_address', null, 'buyer_reference', null)) end,
           token_hash = case when token_hash is not null then sha256(convert_to('erased ' || gen_random_uuid(), 'UTF8')) end,
           erased_at = now()
     where id in (${ids}) returning id`
}

/** Of a customer who is forgotten: what was not accepted. @returns how many lost their person */
export async function eraseOfCustomer(customerId: string): Promise<number> {
  const ids = sql`select id from offers where customer_id = ${customerId} and erased_at is null and status not in ('sent', 'accepted')`
  const { rows } = await sql`${takePersonOut(ids)}`.execute(db)
  return rows.length
}

/** Sent or accepted ones that became no order. */
export async function listOpenOfCustomer(customerId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('offers')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('status', 'in', ['draft', 'sent', 'accepted'])
    .where('order_id', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}
