import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { IntervalUnit } from '#app/shared/time/calendar'

/**
 * What mails tell about the records of other domains. Messaging stands above them and, as reporting does, reads their tables
 * with SQL of its own: a mail needs a few columns of several domains at once, and writes none of them.
 */

export interface InvoiceForMail {
  id: string
  reference: string
  customer_id: string
  kind: 'order' | 'renewal'
  status: string
  currency: string
  total: bigint
  amount_due: bigint
  due_on: string
}

export async function findInvoiceForMail(id: string): Promise<InvoiceForMail | undefined> {
  const { rows } = await sql<InvoiceForMail>`
    select id, reference, customer_id, kind, status, currency, total, amount_due, due_on from invoices where id = ${id}`.execute(
    db
  )
  return rows[0]
}

/** Of some invoices of a customer, those that are still to be paid. */
export async function findOpenInvoicesForMail(
  customerId: string,
  invoiceIds: readonly string[]
): Promise<{ id: string; reference: string }[]> {
  const { rows } = await sql<{ id: string; reference: string }>`
    select id, reference from invoices
     where customer_id = ${customerId} and id = any (${invoiceIds}::uuid[]) and status = 'open' and amount_due > 0
     order by due_on, id`.execute(db)
  return rows
}

export interface PaymentForMail {
  customer_id: string
  amount: bigint
  /** What came short of what was asked for, in minor units. */
  missing: bigint
  /** What pays none of the invoices it was for, because they were paid otherwise: it stays on the balance. */
  kept: bigint
  currency: string
  invoice_id: string | null
  order_id: string | null
  is_top_up: boolean
  /** Whether it was charged to collect what was due, and by nobody's hand. */
  is_collection: boolean
  /** The numbers of the invoices that a payment for several is for. */
  references: string[]
}

export async function findPaymentForMail(id: string): Promise<PaymentForMail | undefined> {
  const { rows } = await sql<PaymentForMail>`
    select customer_id, case when captured_amount > 0 then captured_amount else amount end as amount,
           case when status = 'succeeded' and capture = 'automatic' then greatest(amount - captured_amount - forgiven_amount, 0) else 0 end as missing,
           (case when order_id is null and not is_top_up then greatest(captured_amount - ${covered()}, 0) else 0 end)::bigint as kept, currency, invoice_id, order_id, is_top_up,
           collection_step is not null as is_collection,
           array(select i.reference from payment_parts t join invoices i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
                  where t.tenant_id = payments.tenant_id and t.payment_id = payments.id order by t.position) as references
      from payments where id = ${id}`.execute(db)
  return rows[0]
}

/** What a payment paid of its invoices, or will in a moment: nobody says whether the mail or the money comes first. */
function covered() {
  return sql`case when applied_at is null
    then (select coalesce(sum(least(coalesce(t.amount, i.amount_due), i.amount_due)), 0)
            from invoices i left join payment_parts t on t.tenant_id = i.tenant_id and t.invoice_id = i.id and t.payment_id = payments.id
           where i.tenant_id = payments.tenant_id and i.status = 'open' and (i.id = payments.invoice_id or t.payment_id is not null))
    else (select coalesce(sum(s.amount), 0) from invoice_settlements s
           where s.tenant_id = payments.tenant_id and (s.cause_id = payments.id
              or s.cause_id in (select t.cause_id from payment_parts t where t.tenant_id = payments.tenant_id and t.payment_id = payments.id))) end`
}

/** What pays nothing of the invoices that a further transfer came for. */
export async function findKeptOfTransfer(
  amount: bigint,
  { causeIds, invoiceIds }: { causeIds: readonly string[]; invoiceIds: readonly string[] }
): Promise<bigint> {
  const { rows } = await sql<{ covered: bigint }>`
    select coalesce((select sum(amount) from invoice_settlements where cause_id = any (${causeIds}::uuid[])),
                    (select sum(amount_due) from invoices where id = any (${invoiceIds}::uuid[]) and status = 'open'), 0)::bigint as covered`.execute(
    db
  )
  const { covered: applied } = rows[0]!
  return amount > applied ? amount - applied : 0n
}

export interface OrderForMail {
  id: string
  number: bigint
  customer_id: string
  customer_name: string
  currency: string
  total: bigint
  items: string[]
}

export async function findOrderForMail(id: string): Promise<OrderForMail | undefined> {
  const { rows } = await sql<OrderForMail>`
    select o.id, o.number, o.customer_id, c.name as customer_name, o.currency, o.total,
           array(select coalesce(l.content->>'planName', p.name) || coalesce(' (' || (l.content->>'hostname') || ')', '')
                   from order_lines l join plans p on p.tenant_id = l.tenant_id and p.id = l.plan_id
                  where l.tenant_id = o.tenant_id and l.order_id = o.id order by l.position) as items
      from orders o join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
     where o.id = ${id}`.execute(db)
  return rows[0]
}

export interface HeldOrderForMail {
  level: string
  score: number | null
  /** The gateway's sentence about it, for staff. */
  message: string | null
  money_held_until: Date | null
}

export async function findHeldOrderForMail(orderId: string): Promise<HeldOrderForMail | undefined> {
  const { rows } = await sql<HeldOrderForMail>`
    select risk->>'level' as level, (risk->>'score')::int as score, risk->>'message' as message, money_held_until
      from order_reviews where order_id = ${orderId}`.execute(db)
  return rows[0]
}

export interface ServiceForMail {
  id: string
  customer_id: string
  customer_name: string
  hostname: string
  plan_name: string
  addresses: { address: string }[]
}

export async function findServiceForMail(id: string): Promise<ServiceForMail | undefined> {
  const { rows } = await sql<ServiceForMail>`${selectServices} where s.id = ${id}`.execute(db)
  return rows[0]
}

const selectServices = sql`
  select s.id, s.customer_id, c.name as customer_name, s.hostname, p.name as plan_name, s.addresses
    from services s
    join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    join plans p on p.tenant_id = s.tenant_id and p.id = s.plan_id`

export interface ChangeForMail {
  currency: string
  /** Of one interval, before discounts. */
  to_amount: bigint
  interval_unit: IntervalUnit
  interval_count: number
  keeps_plan: boolean
}

export async function findChangeForMail(id: string): Promise<ChangeForMail | undefined> {
  const { rows } = await sql<ChangeForMail>`
    select currency, to_amount, content->>'intervalUnit' as interval_unit, (content->>'intervalCount')::int as interval_count,
           from_plan_id = to_plan_id as keeps_plan
      from subscription_changes where id = ${id}`.execute(db)
  return rows[0]
}

export interface SubscriptionForMail {
  id: string
  customer_id: string
  plan_name: string
  started_on: string | null
  /** The service it pays for; null when none was made. */
  service: { id: string; hostname: string } | null
}

export async function findSubscriptionForMail(id: string): Promise<SubscriptionForMail | undefined> {
  const { rows } = await sql<
    Omit<SubscriptionForMail, 'service'> & { service_id: string | null; hostname: string | null }
  >`
    select b.id, b.customer_id, p.name as plan_name, b.started_on, s.id as service_id, s.hostname
      from subscriptions b
      join plans p on p.tenant_id = b.tenant_id and p.id = b.plan_id
      left join services s on s.tenant_id = b.tenant_id and s.subscription_id = b.id
     where b.id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const { service_id, hostname, ...subscription } = row
  return { ...subscription, service: service_id && hostname ? { id: service_id, hostname } : null }
}
