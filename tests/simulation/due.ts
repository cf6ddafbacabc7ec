import type { Company } from '#tests/simulation/company'

const dayMs = 24 * 3_600_000

export interface Due {
  at: Date
  /** The table in which it lies, for the report of where simulated time went. */
  what: string
}

/**
 * When something is due next, from the tables in which it lies; never more than so many days ahead.
 * @param gridMs instants this near to each other are one step
 */
export async function nextDue(
  { watch, now, tenant }: Company,
  { daysMax, gridMs }: { daysMax: number; gridMs: number }
): Promise<Due> {
  const { rows } = await watch.query<{ at: Date; what: string }>({
    name: 'next_due',
    text: `select at, what from (${dueIn(tenant.timeZone)}) due where at > $1 order by at limit 1`,
    values: [now],
  })
  const latest = now.getTime() + daysMax * dayMs
  const found = rows[0] ? Math.ceil(rows[0].at.getTime() / gridMs) * gridMs : latest
  return found < latest
    ? { at: new Date(found), what: rows[0]!.what }
    : { at: new Date(latest), what: 'nothing' }
}

/** In which tables something is due at this instant, be it only because it cannot be done. */
export async function listDue({ watch, now, tenant }: Company): Promise<string[]> {
  const { rows } = await watch.query<{ what: string }>({
    name: 'due',
    text: `select distinct what from (${dueIn(tenant.timeZone)}) due where at <= $1`,
    values: [now],
  })
  return rows.map(({ what }) => what)
}

/** Which sweeps find what is due in a table. Whatever has no table here is looked for once a day, when all sweeps run. */
export const sweepsFor: Record<string, string[]> = {
  reactions: ['deliver_reactions'],
  payments: ['check_payments'],
  refunds: ['check_refunds'],
  'tax ids': ['check_tax_ids'],
  messages: ['send_due_messages'],
  collection: ['collect_due_invoices'],
  operations: ['resume_operations', 'reconcile_services'],
  webhooks: ['handle_webhooks'],
  renewals: ['raise_renewal_invoices'],
  'failed renewals': ['raise_renewal_invoices'],
  endings: ['end_cancelled_subscriptions'],
  overdue: ['mark_past_due', 'send_overdue_notices', 'suspend_overdue', 'terminate_overdue', 'add_late_fees'],
  changes: ['lapse_unpaid_changes', 'advance_scheduled_changes'],
  orders: ['cancel_unpaid_orders', 'reserve_forgotten_orders', 'release_expired_holds'],
}

/** Left out is what is only asked about again and again while others think: open disputes and card forms that nobody fills in. */
function dueIn(timeZone: string): string {
  const midnight = (date: string) => `(${date})::timestamp at time zone '${timeZone}'`
  const tomorrow = `($1::timestamptz at time zone '${timeZone}')::date + 1`
  const open = `status in ('active', 'past_due') and not cancel_at_period_end and invoice_on is not null`
  return `
    select ${midnight(tomorrow)} + interval '10 minutes' as at, 'a new day' as what
    union all select next_attempt_at, 'reactions' from reaction_deliveries where status = 'pending'
    union all select next_check_at, 'payments' from payments where next_check_at is not null
    union all select next_check_at, 'refunds' from refunds where next_check_at is not null
    union all select next_check_at, 'tax ids' from tax_ids where next_check_at is not null
    union all select next_attempt_at, 'messages' from messages where status = 'queued'
    union all select next_attempt_at, 'collection' from invoices where status = 'open' and next_attempt_at is not null
    union all select $1::timestamptz + (next_attempt_at - now()), 'operations' from operations where status in ('queued', 'running')
    union all select $1::timestamptz + (next_attempt_at - now()), 'webhooks' from webhook_inbox where status = 'pending'
    union all select ${midnight('invoice_on')}, 'renewals' from subscriptions where ${open}
    union all select invoice_retry_at, 'failed renewals' from subscriptions where invoice_retry_at is not null
    union all select ${midnight('ends_on')}, 'endings' from subscriptions where ends_on is not null and cancelled_at is null
    union all select ${midnight(`greatest(due_on + 1, ${tomorrow})`)}, 'overdue' from invoices where status = 'open'
    union all select ${midnight('coalesce(lapses_on, effective_on)')}, 'changes' from subscription_changes where finished_at is null
    union all select created_at + interval '24 hours', 'orders' from orders where status in ('reserving', 'awaiting_payment')`
}

/** What is still under way and will be tried again soon. An audit looks at a company that has come to rest. */
export async function countUnderWay({ watch, now }: Company): Promise<number> {
  const { rows } = await watch.query<{ open: string }>(
    `select
      (select count(*) from reaction_deliveries where status = 'pending') +
      (select count(*) from payments where status in ('created', 'processing', 'unknown') or pending_call is not null) +
      (select count(*) from refunds where status in ('created', 'processing', 'unknown')) +
      (select count(*) from disputes where pending_call is not null) +
      (select count(*) from operations where status in ('queued', 'running')) +
      (select count(*) from webhook_inbox where status = 'pending') +
      (select count(*) from messages where status = 'queued') +
      (select count(*) from subscriptions where invoice_retry_at is not null) +
      (select count(*) from orders where status in ('reserving', 'provisioning')) +
      (select count(*) from subscription_changes where status = 'applying') +
      (select count(*) from invoices where status = 'open' and next_attempt_at <= $1) as open`,
    [now]
  )
  return Number(rows[0]!.open)
}
