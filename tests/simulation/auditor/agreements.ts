import type { Check } from '#tests/simulation/auditor/findings'

/** Invariants 5 and 8 as far as our own tables show them: what was shown was charged, and what is paid for runs. */
export const agreementChecks: Check[] = [
  {
    invariant: 8,
    name: 'the first invoice of an order is what its quote said',
    sql: `select format('order %s: quoted %s, accepted %s, invoice %s of %s', o.number, q.total, o.total, i.reference, i.total) as found
            from orders o join quotes q on q.id = o.quote_id join invoices i on i.order_id = o.id
           where o.status = 'completed' and not exists (select from order_lines l where l.order_id = o.id and l.status <> 'active')
             and not exists (select from trials t where t.order_id = o.id)
             and (o.total, i.total) <> (q.total, o.total)`,
  },
  {
    invariant: 8,
    name: 'who agreed to another plan has it',
    sql: `select format('subscription %s: changed to %s, is %s', s.id, c.to_plan_id, s.plan_id) as found
            from subscriptions s join lateral (
              select * from subscription_changes c where c.subscription_id = s.id and c.status in ('invoiced', 'applying', 'done')
               -- What the invoice of the next period was made out for is agreed to from then on.
               order by coalesce(c.applied_at, c.finished_at, 'infinity') desc, c.id desc limit 1) c on true
           where s.plan_id <> c.to_plan_id and s.status <> 'cancelled'`,
  },
  {
    invariant: 5,
    name: 'who pays has a server, and who has one pays',
    sql: `select format('subscription %s is %s, its service %s', s.id, s.status, coalesce(v.status, 'absent')) as found
            from subscriptions s left join services v on v.subscription_id = s.id
           where not exists (select from operations o where o.service_id = v.id and o.status in ('queued', 'running', 'waiting'))
             and not exists (select from order_lines l join orders o on o.id = l.order_id where l.id = s.order_line_id and o.status = 'provisioning')
             and case when s.status in ('trialing', 'active', 'past_due') then v.status is distinct from 'active' and v.status is distinct from 'suspended'
                      when s.status = 'suspended' then v.status is distinct from 'suspended'
                      when s.status = 'cancelled' then coalesce(v.status, 'terminated') not in ('terminated', 'failed')
                      else v.status in ('active', 'suspended') end`,
  },
  {
    invariant: 5,
    name: 'what is suspended for days does not run, whatever work on it waits',
    sql: `select format('subscription %s is suspended since %s, its service %s is active', s.id, s.suspended_at, v.id) as found
            from subscriptions s join services v on v.subscription_id = s.id
           where s.status = 'suspended' and s.suspended_at < $3::timestamptz - interval '3 days' and v.status = 'active'`,
  },
  {
    invariant: 5,
    name: 'a service is what was sold: its plan is that of its subscription',
    sql: `select format('service %s is of plan %s, paid is %s', v.id, v.plan_id, s.plan_id) as found
            from services v join subscriptions s on s.id = v.subscription_id
           where v.status in ('active', 'suspended') and v.plan_id <> s.plan_id
             and not exists (select from operations o where o.service_id = v.id and o.status in ('queued', 'running', 'waiting'))
             and not exists (select from subscription_changes c where c.subscription_id = s.id and c.finished_at is null)`,
  },
  {
    invariant: 5,
    name: 'what each panel runs and what is billed was compared lately',
    sql: `select format('panel %s', p.code) as found from panels p
           where p.status <> 'disabled' and not exists (
             select from panel_comparisons c where c.panel_id = p.id and c.status = 'done' and c.started_at > now() - interval '3 days')`,
  },
  {
    invariant: 13,
    name: 'no work of anybody is late when all is at rest',
    sql: `select format('%s %s: due %s', what, id, due) as found from (
            select 'reaction' as what, event_id as id, next_attempt_at as due from reaction_deliveries where status = 'pending'
            union all select 'payment', id, next_check_at from payments where next_check_at is not null
            union all select 'refund', id, next_check_at from refunds where next_check_at is not null
            union all select 'mail', id, next_attempt_at from messages where status = 'queued'
            union all select 'renewal', id, invoice_retry_at from subscriptions where invoice_retry_at is not null
            union all select 'order', id, created_at + interval '3 days' from orders where status in ('reserving', 'provisioning')) late
           where due < $3::timestamptz - interval '1 day'`,
  },
  {
    invariant: 4,
    name: 'nothing is unknown for good',
    // Who was asked to agree to a charge, came, and was declined there may choose another source while the invoice is open: that is known.
    // What was called off before PayPal answered is certain once its report is complete, after hours of the machine's clock, which hardly moves here.
    sql: `select format('payment %s is %s since %s', p.id, p.status, p.updated_at) as found from payments p
           where p.status in ('created', 'unknown') and p.updated_at < $3::timestamptz - interval '8 days'
             and not (p.pending_call = 'cancel' and p.gateway_reference is null and uuid_extract_timestamp(p.id) > clock_timestamp() - interval '8 hours'
                      and exists (select from gateways g where g.id = p.gateway_id and g.driver = 'paypal')
                      and exists (select from remote_calls c where c.subject_id = p.id and c.outcome = 'answered'
                                     and c.called_at > $3::timestamptz - interval '2 days'))
             and not (p.status = 'created' and p.is_off_session and p.attempt > 1 and p.pending_call is null and p.failure is not null
                      and exists (select from invoices i where i.id = p.invoice_id and i.status = 'open')
                      and exists (select from remote_calls c where c.subject_id = p.id and c.outcome = 'answered'
                                     and c.called_at > $3::timestamptz - interval '2 days'))`,
  },
]
