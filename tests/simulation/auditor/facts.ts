import type { Check } from '#tests/simulation/auditor/findings'

const onTrial = `exists (select from trials t where t.subscription_id = subscriptions.id and t.starts_on is not null)`

/** A state and the fact that must have been announced as often as rows are in it or were. */
const announced = [
  ['invoice.issued', 'invoices', 'true'],
  ['invoice.paid', 'invoices', `status = 'paid'`],
  ['invoice.voided', 'invoices', `status = 'void'`],
  ['invoice.written_off', 'invoices', `status = 'uncollectible'`],
  ['credit_note.issued', 'credit_notes', 'true'],
  ['refund.succeeded', 'refunds', `succeeded_at is not null`],
  ['dispute.opened', 'disputes', `true`],
  ['payment.succeeded', 'payments', `status = 'succeeded'`],
  ['subscription.created', 'subscriptions', 'true'],
  ['subscription.cancelled', 'subscriptions', `status = 'cancelled'`],
  ['subscription.activated', 'subscriptions', `started_on is not null and not ${onTrial}`],
  ['subscription.trial_started', 'subscriptions', `started_on is not null and ${onTrial}`],
  ['service.terminated', 'services', `status = 'terminated'`],
  ['order.completed', 'orders', `status = 'completed'`],
  ['order.failed', 'orders', `status in ('failed', 'cancelled')`],
] as const

/** Subjects that change by themselves as time passes. */
const changing = `'invoice', 'credit_note', 'payment', 'refund', 'dispute', 'subscription', 'service', 'operation', 'order'`

/** Coins are sent and not held: of an order that comes to nothing they lie on the balance, which is checked with the books. */
const isHeldFirst = `not exists (select from gateways g where g.id = p.gateway_id and g.driver = 'btcpay')`

/** Invariants 6, 11 and 12: every change of state has its fact, and nobody is told or charged what they should not be. */
export const factChecks: Check[] = [
  ...announced.map(([type, table, condition]) => ({
    invariant: 11,
    name: `${type} is announced once for each that is so`,
    sql: `select format('%s %s: announced %s times', '${table}', coalesce(t.id, e.subject_id), coalesce(e.times, 0)) as found
            from (select id from ${table} where ${condition}) t
            full join (select subject_id, count(*) as times from events where type = '${type}' group by 1) e on e.subject_id = t.id
           where coalesce(e.times, 0) <> case when t.id is null then 0 else 1 end`,
  })),
  {
    invariant: 11,
    name: 'a fact has an actor and an instant, and a cause where nobody asked for it',
    sql: `select format('%s of %s by %s', type, subject_id, actor_kind) as found from events
           where actor_kind in ('customer', 'staff') and actor_id is null or occurred_at is null
              or actor_kind = 'system' and cause is null and split_part(type, '.', 1) in (${changing})`,
  },
  {
    invariant: 11,
    name: 'what follows a fact was done or is planned',
    sql: `select format('%s: %s (%s)', reaction, status, last_error) as found from reaction_deliveries where status = 'dead'`,
  },
  {
    invariant: 12,
    name: 'each notice has one row',
    sql: `select format('%s of %s to %s', kind, subject_id, recipient) as found from messages
           group by subject_id, kind, step, recipient having count(*) > 1`,
  },
  {
    invariant: 12,
    name: 'nobody is told the same twice in a day',
    // Two changes of one day are two things, even where the second one takes the first one back.
    sql: `select format('%s of %s to %s at %s and %s', kind, subject_id, recipient, before, created_at) as found from (
            select *, lag(created_at) over (partition by subject_id, kind, recipient, data order by created_at, id) as before from messages) m
           where created_at - before < interval '20 hours'
             and (kind not like 'change\\_%' or 2 > (
               select count(distinct e.data->>'changeId') from events e where e.subject_id = m.subject_id and e.type = 'subscription.' || m.kind
                  and e.occurred_at > m.before - interval '1 day' and e.occurred_at <= m.created_at))`,
  },
  {
    invariant: 12,
    name: 'no mail was given up',
    sql: `select format('%s to %s: %s', kind, recipient, last_error) as found from messages
           where status = 'dead' and last_error not like 'Not needed%'`,
  },
  {
    invariant: 6,
    name: 'no order was asked for money before room was held for it, nor charged before a server of it ran',
    sql: `select format('order %s paid %s', p.order_id, p.captured_amount) as found from payments p
           where p.order_id is not null and (
             not exists (select from capacity_holds h where h.order_id = p.order_id and h.created_at <= p.created_at)
             or p.captured_amount > 0 and ${isHeldFirst} and not exists (
               select from order_lines l join subscriptions s on s.order_line_id = l.id join services v on v.subscription_id = s.id
                where l.order_id = p.order_id and v.activated_at is not null))`,
  },
  {
    invariant: 6,
    name: 'an order that came to nothing cost nothing',
    sql: `select format('order %s %s took %s', o.number, o.status, p.captured_amount) as found
            from orders o join payments p on p.order_id = o.id
           where o.status in ('failed', 'cancelled') and p.captured_amount > 0 and ${isHeldFirst}`,
  },
  {
    invariant: 13,
    name: 'no message of a gateway was given up',
    sql: `select format('%s: %s', type, last_error) as found from webhook_inbox where status = 'dead'`,
  },
  {
    invariant: 8,
    name: 'the rest of a period has the percentages that the period was invoiced with, and no others but lasting ones',
    // What was counted for the period by the invoice that opened it, or runs for ever, and is for the new plan; an exclusive one may give way to loyalty.
    sql: `with rests as (
            select c.to_plan_id, l.subscription_id, l.position, l.amount, i.reference, i.snapshot, p.invoice_id, p.period_starts_on,
                   coalesce(i.snapshot->'lines'->l.position::int->'explanation'->'discounts', '[]') as named
              from subscription_changes c
              join invoices i on i.id = c.invoice_id and i.kind = 'change'
              join invoice_lines l on l.invoice_id = i.id and l.subscription_id = c.subscription_id and l.kind = 'change' and l.unit_amount > 0
              join subscription_periods p on p.subscription_id = l.subscription_id and p.period_ends_on = l.period_ends_on and p.ended_early_on is null
              join invoices first on first.id = p.invoice_id and first.issued_at < i.issued_at),
          counted as (
            select u.invoice_id, u.period_starts_on, d.* from discount_uses u join subscription_discounts d on d.id = u.discount_id)
          select format('%s line %s lacks %s', r.reference, r.position, d.code) as found
            from rests r join counted d on d.invoice_id = r.invoice_id and d.period_starts_on = r.period_starts_on and d.subscription_id = r.subscription_id
           where r.amount > 0 and d.unit = 'period' and d.percent is not null and not d.is_exclusive
             and (d.plan_ids is null or r.to_plan_id = any (d.plan_ids))
             and not exists (select from json_array_elements(r.named) e where e->>'code' = d.code)
          union all
          select format('%s line %s has %s', r.reference, r.position, e->>'code')
            from rests r cross join json_array_elements(r.named) e
           where e->>'kind' = 'coupon'
             and not exists (select from counted d where d.invoice_id = r.invoice_id and d.period_starts_on = r.period_starts_on
                                and d.subscription_id = r.subscription_id and d.code = e->>'code')
             and not exists (select from subscription_discounts d where d.subscription_id = r.subscription_id and d.uses_left is null and d.code = e->>'code')
          union all
          select format('%s line %s has loyalty of %s', r.reference, r.position, e->>'percent')
            from rests r cross join json_array_elements(r.named) e
           where e->>'kind' = 'loyalty' and not exists (
             select from invoices o cross join json_array_elements(o.snapshot->'lines') l cross join json_array_elements(l->'explanation'->'discounts') f
              where o.id = r.invoice_id and f->>'kind' = 'loyalty' and f->>'percent' = e->>'percent')`,
  },
  {
    invariant: 3,
    name: 'a discount is not used more often than it was promised',
    sql: `select format('discount %s has %s uses left', id, uses_left) as found from subscription_discounts where uses_left < 0`,
  },
]
