import type { Check } from '#tests/simulation/auditor/findings'
import { dunnedGroups, everybody } from '#tests/simulation/terms'

/** Periods that ran or will run, with the day on which each really ended. $1 is today in the tenant's zone. */
const ran = `select subscription_id, period_starts_on as starts_on, coalesce(ended_early_on, period_ends_on) as ends_on, invoice_id
               from subscription_periods where ended_early_on is null or ended_early_on > period_starts_on`

/** Whoever changed groups after an invoice has the days of the most patient terms for it. */
const longest = (days: 'suspensionDays' | 'terminationDays') =>
  Math.max(everybody[days], ...dunnedGroups.map((terms) => terms[days]))
const termsOfGroups = dunnedGroups
  .map(({ code, suspensionDays, terminationDays }) => `('${code}', ${suspensionDays}, ${terminationDays})`)
  .join(', ')

/** What Stripe says is the least that it charges, in minor units; of other currencies nothing is known. */
const leastByCard = `('EUR', 50), ('USD', 50), ('GBP', 30), ('CHF', 50), ('JPY', 50)`

/** Invariant 3: each period is invoiced once and none is skipped. */
export const periodChecks: Check[] = [
  {
    invariant: 3,
    name: 'a period begins where the one before ended',
    sql: `select format('subscription %s: %s after %s', subscription_id, starts_on, ended_on) as found from (
            select subscription_id, starts_on, lag(ends_on) over (partition by subscription_id order by starts_on) as ended_on
              from (${ran}) ran) row_of_periods where ended_on <> starts_on`,
  },
  {
    invariant: 3,
    name: 'the first period begins on the first day, or on the day on which free days end',
    sql: `select format('subscription %s: started %s, free until %s, first period %s', s.id, s.started_on, t.ends_on, f.starts_on) as found
            from subscriptions s
            left join trials t on t.subscription_id = s.id and t.starts_on is not null
            left join (select subscription_id, min(starts_on) as starts_on from (${ran}) ran group by 1) f on f.subscription_id = s.id
           where s.started_on is not null and case
             when t.id is null then s.started_on is distinct from f.starts_on
             else t.starts_on <> s.started_on or f.starts_on <> t.ends_on or (f.starts_on is null and t.status = 'converted') end`,
  },
  {
    invariant: 3,
    name: 'who goes on is invoiced up to where it renews',
    sql: `select format('subscription %s %s: renews %s, invoiced until %s', s.id, s.status, s.renews_on, l.ends_on) as found
            from subscriptions s join (select subscription_id, max(ends_on) as ends_on from (${ran}) ran group by 1) l
              on l.subscription_id = s.id
           where s.status in ('active', 'past_due', 'suspended') and s.renews_on <> l.ends_on`,
  },
  {
    invariant: 3,
    name: 'nothing is due and not invoiced',
    sql: `select format('subscription %s %s: invoice due on %s (%s)', id, status, invoice_on, coalesce(invoice_failure, 'no failure')) as found
            from subscriptions
           where status in ('active', 'past_due') and not cancel_at_period_end and invoice_on <= $1::date
             and (past_due_since is null or past_due_since > $1::date - 5)`,
  },
  {
    invariant: 3,
    name: 'who goes on has paid days ahead, or a day on which the next are invoiced',
    sql: `select format('subscription %s %s: renews %s, invoice on %s', id, status, renews_on, invoice_on) as found from subscriptions
           where status in ('active', 'past_due') and not cancel_at_period_end and ends_on is null
             and (invoice_on is null or invoice_on > renews_on)`,
  },
  {
    invariant: 13,
    name: 'who owes nothing overdue is not held back',
    sql: `select format('subscription %s is %s, and owes nothing', s.id, s.status) as found from subscriptions s
           where s.status in ('past_due', 'suspended') and not exists (
             select from invoice_lines l join invoices i on i.id = l.invoice_id
              where l.subscription_id = s.id and i.status in ('open', 'uncollectible')
                -- A trial that nobody paid for ends with its last day, on the day on which its first invoice is due.
                and (i.due_on < $1::date or i.due_on = $1::date and i.due_on = s.trial_ends_on))`,
  },
  {
    invariant: 3,
    name: 'every line about a whole period belongs to a period, and every period to lines',
    sql: `select format('invoice %s subscription %s from %s', coalesce(p.invoice_id, l.invoice_id),
                        coalesce(p.subscription_id, l.subscription_id), coalesce(p.starts_on, l.starts_on)) as found
            from (select distinct p.invoice_id, p.subscription_id, p.period_starts_on as starts_on from subscription_periods p) p
            full join (
              select distinct l.invoice_id, l.subscription_id, l.period_starts_on as starts_on
                from invoice_lines l join invoices i on i.id = l.invoice_id
               where l.kind in ('plan', 'option') and i.status <> 'void'
                 and not exists (select from subscription_changes c where c.invoice_id = i.id and (c.finished_at is null and c.applied_at is null
                   -- What the panel refused after it was paid is taken back, and all of its invoice with it.
                   or c.status = 'reverted' and i.total = (select coalesce(sum(n.total), 0) from credit_notes n where n.invoice_id = i.id)))) l
              on (l.invoice_id, l.subscription_id, l.starts_on) = (p.invoice_id, p.subscription_id, p.starts_on)
           where p.invoice_id is null or (l.invoice_id is null and not exists (
             select from invoices v where v.id = p.invoice_id and v.status = 'void'))`,
  },
  {
    invariant: 3,
    name: 'who ended has no day left, and who is to end has not ended late',
    sql: `select format('subscription %s %s ends %s', id, status, ends_on) as found from subscriptions
           where (status <> 'cancelled' and ends_on <= $1::date) or (status = 'cancelled' and ends_on > $1::date)`,
  },
  {
    invariant: 13,
    name: 'the unpaid are past due, suspended and gone when their days are over',
    sql: `select format('%s due %s: subscription %s is %s', i.reference, i.due_on, s.id, s.status) as found
            from invoices i join subscription_periods p on p.invoice_id = i.id join subscriptions s on s.id = p.subscription_id
            join customers c on c.id = i.customer_id left join customer_groups g on g.id = c.group_id
            left join (values ${termsOfGroups}) t(code, suspension, termination) on t.code = g.code
            cross join lateral (select
              -- What a summary of the month asks for early is owed from its first day on; what is dunned anew, from that day on.
              greatest(i.due_on, p.period_starts_on, i.reopened_on) as owed_on,
              case when c.group_since > i.issued_on then ${longest('suspensionDays')} else coalesce(t.suspension, ${everybody.suspensionDays}) end as suspension,
              case when c.group_since > i.issued_on then ${longest('terminationDays')} else coalesce(t.termination, ${everybody.terminationDays}) end as termination) d
           where i.status = 'open' and (i.promised_until is null or i.promised_until < $1::date - 2) and i.amount_due > 0
             and not exists (select from payments y
                              where (y.invoice_id = i.id or exists (select from payment_parts t where t.payment_id = y.id and t.invoice_id = i.id))
                                and y.status in ('created', 'action_required', 'processing', 'unknown', 'authorised'))
             -- So little cannot be charged to a card alone: it waits for the next invoice, as long as there is a card to charge.
             and not (i.collection_failure is not distinct from 'too_small'
                      and i.amount_due < (select least from (values ${leastByCard}) l(currency, least) where l.currency = i.currency)
                      and exists (select from payment_methods m join gateways w on w.id = m.gateway_id
                                   where m.customer_id = i.customer_id and m.status = 'active' and w.driver = 'stripe'))
             and case when d.owed_on < $1::date - d.termination - 1 then s.status <> 'cancelled'
                      when d.owed_on < $1::date - d.suspension - 1 then s.status not in ('suspended', 'cancelled')
                      when d.owed_on < $1::date - 1 then s.status = 'active' end`,
  },
]
