import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** With what an invoice may be charged now. */
export interface ChargeOptions {
  /** Whether its customer has a saved method at all. */
  hasMethod: boolean
  /** The method to charge next in this try; null when each was. */
  nextMethodId: string | null
  /** Whether a later try may charge a method: one that no bank has refused for good on this invoice. */
  hasHope: boolean
}

interface MethodRow {
  id: string
  is_refused: boolean
  is_tried: boolean
}

export async function readChargeOptions(invoiceId: string): Promise<ChargeOptions> {
  const rows = await listMethods(invoiceId)
  const hopeful = rows.filter((row) => !row.is_refused)
  const isNewTry = rows.every((row) => !row.is_tried)
  const next = hopeful.find((row) => !row.is_tried) ?? (isNewTry ? rows[0] : undefined)
  return { hasMethod: rows.length > 0, nextMethodId: next?.id ?? null, hasHope: hopeful.length > 0 }
}

/** The method that another try would charge first; null when there is none. */
export async function findMethodOfNextTry(invoiceId: string): Promise<string | null> {
  const rows = await listMethods(invoiceId)
  return (rows.find((row) => !row.is_refused) ?? rows[0])?.id ?? null
}

/**
 * Methods are charged in the customer's order, the one chosen for all services on the invoice before the others, each once in a try. What
 * a bank refused for good on this invoice comes into question only when a new try has nothing else. What was charged together with it counts
 * as well.
 */
async function listMethods(invoiceId: string): Promise<MethodRow[]> {
  const { rows } = await sql<MethodRow>`
    with invoice as materialized (
      select i.tenant_id, i.id, i.customer_id, i.collection_step,
             (select case when count(*) = count(s.payment_method_id) and count(distinct s.payment_method_id) = 1
                          then min(s.payment_method_id::text)::uuid end
                from (select distinct l.tenant_id, l.subscription_id from invoice_lines l
                       where l.tenant_id = i.tenant_id and l.invoice_id = i.id and l.subscription_id is not null offset 0) own
               cross join lateral (
                 select u.payment_method_id from subscriptions u where u.tenant_id = own.tenant_id and u.id = own.subscription_id offset 0) s
             ) as chosen_method_id
        from invoices i where i.id = ${invoiceId})
    select m.id, coalesce(p.is_refused, false) as is_refused, coalesce(p.is_tried, false) as is_tried
      from invoice i
      join payment_methods m on m.tenant_id = i.tenant_id and m.customer_id = i.customer_id and m.status = 'active'
      left join lateral (
        select bool_or((f.failure ->> 'isHard')::boolean) as is_refused, bool_or(f.collection_step = i.collection_step) as is_tried
          from (
            select failure, collection_step from payments
             where tenant_id = i.tenant_id and invoice_id = i.id and payment_method_id = m.id and is_off_session and status = 'failed'
             union all
            select b.failure, b.collection_step
              from payment_parts t join payments b on b.tenant_id = t.tenant_id and b.id = t.payment_id
             where t.tenant_id = i.tenant_id and t.invoice_id = i.id and t.position = 0
               and b.payment_method_id = m.id and b.is_off_session and b.status = 'failed' and b.collection_step is not null
          ) f
      ) p on true
     order by m.id is not distinct from i.chosen_method_id desc, m.is_default desc, m.position, m.id desc`.execute(
    db
  )
  return rows
}

/** Whether a payment was made by the customer in person, who has seen on screen how it ended. */
export async function isMadeInPerson(paymentId: string): Promise<boolean> {
  const row = await db
    .selectFrom('payments')
    .select(['is_off_session', 'order_id'])
    .where('id', '=', paymentId)
    .executeTakeFirst()
  return row !== undefined && !row.is_off_session && row.order_id === null
}

/** When a payment was begun, over how much, and whether nobody asked for it: neither its customer nor staff. */
export async function findPaymentBeginning(
  paymentId: string
): Promise<{ at: Date; amount: bigint; isAutomatic: boolean } | null> {
  const row = await db
    .selectFrom('payments')
    .select(['created_at', 'amount', 'is_off_session', 'request_key'])
    .where('id', '=', paymentId)
    .executeTakeFirst()
  if (!row) return null
  const isAutomatic = row.is_off_session && row.request_key === null
  return { at: row.created_at, amount: row.amount, isAutomatic }
}
