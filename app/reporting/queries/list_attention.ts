import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration, startOfDay } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type BillingAlarm, listBillingAlarms } from '#app/billing/index'
import { findRateFeedState } from '#app/ledger/index'
import { type DueNotInvoiced, listDueNotInvoiced } from '#app/subscriptions/index'
import { type DecisionKind, decisionsWaiting } from '#app/reporting/queries/decisions_waiting'
import { type TaxAlarmKind, taxAlarms } from '#app/reporting/queries/tax_alarms'

export type AttentionKind =
  | DecisionKind
  | TaxAlarmKind
  | 'server_missing'
  | 'drift_open'
  | 'operation_failed'
  | 'operation_stuck'
  | 'order_failed'
  | 'payment_unknown'
  | 'refund_unknown'
  | 'webhook_dead'
  | 'reaction_dead'
  | 'message_dead'
  | 'panel_unreachable'
  | 'period_not_invoiced'
  | 'invoice_not_attempted'
  | 'balance_differs'
  | 'sweep_failing'
  | 'exchange_rates_stale'
  | 'movement_unmatched'
  | 'account_differs'
  | 'settlement_failing'
  | 'balance_below_zero'

export interface Attention {
  kind: AttentionKind
  count: number
  /** The first few, newest first: what they are and which record to open. */
  examples: { id: string; label: string; at: Date | null; reason: string | null }[]
}

export interface AttentionRow {
  kind: AttentionKind
  id: string
  label: string
  at: Date | null
  /** Why it happened, in the words of whatever refused; left out where its page says so. */
  reason?: string | null
  total: number
}

const examplesMax = 3

/** Everything that waits for a person, the worst first. An empty list is the normal state. */
export function listAttention(): Promise<Attention[]> {
  return inReadTransaction(async () => {
    const clock = new Clock()
    const now = clock.now()
    // One after the other: a transaction has one connection.
    const rows = [
      ...(await alarms(clock)),
      ...(await unfinishedWork(clock.wall(), now)),
      ...(await decisionsWaiting()),
      ...(await undelivered()),
      ...(await unsettled(clock.wall())),
      ...(await takenBackTooMuch()),
      ...(await staleFeed(clock)),
      ...(await taxAlarms(now)),
    ]
    return group(rows)
  })
}

/** Alarms that must never ring (domain.md, invariants 2 and 3). Subscriptions and billing say what they are. */
async function alarms(clock: Clock): Promise<AttentionRow[]> {
  const overlooked = await listDueNotInvoiced(clock, examplesMax)
  const invoices = await listBillingAlarms(clock, examplesMax)
  return [
    ...overlooked.subscriptions.map((subscription) => toRow(subscription, overlooked.count)),
    ...invoices.flatMap(({ kind, count, invoices: found }) =>
      found.map(({ id, reference, at }) => ({
        kind: billingKinds[kind],
        id,
        label: reference,
        at,
        total: count,
      }))
    ),
  ]
}

const billingKinds = {
  not_attempted: 'invoice_not_attempted',
  balance_differs: 'balance_differs',
} satisfies Record<BillingAlarm['kind'], AttentionKind>

function toRow({ id, planName, customerName, renewsOn, failure }: DueNotInvoiced, total: number) {
  const at = startOfDay(currentTenant().timeZone, renewsOn)
  const label = `${planName} · ${customerName}`
  return { kind: 'period_not_invoiced' as const, id, label, at, reason: failure, total }
}

async function unfinishedWork(wall: Date, now: Date): Promise<AttentionRow[]> {
  const { rows } = await sql<AttentionRow>`
    (select 'operation_failed' as kind, o.id, s.hostname as label, o.finished_at as at, count(*) over ()::int as total
       from operations o join services s on s.tenant_id = o.tenant_id and s.id = o.service_id
      where o.status = 'failed' and o.finished_at > ${addDuration(now, { days: -30 })}
        and not exists (select 1 from operations later where later.tenant_id = o.tenant_id and later.service_id = o.service_id
                          and later.kind = o.kind and later.id > o.id and later.status = 'done')
      order by o.id desc limit ${examplesMax})
    union all
    (select 'operation_stuck', o.id, s.hostname, o.created_at, count(*) over ()::int
       from operations o join services s on s.tenant_id = o.tenant_id and s.id = o.service_id
      where o.status in ('queued', 'running', 'waiting') and o.attempts >= 5
      order by o.id limit ${examplesMax})
    union all
    (select 'order_failed', o.id, o.number::text, o.finished_at, count(*) over ()::int
       from orders o where o.status = 'failed' and o.finished_at > ${addDuration(now, { days: -3 })}
      order by o.id desc limit ${examplesMax})
    union all
    -- By when the call was made: each look that brought no answer writes the row.
    (select 'payment_unknown', p.id, p.id::text, p.created_at, count(*) over ()::int
       from payments p where p.status = 'unknown' and p.created_at < ${addDuration(now, { hours: -1 })}
      order by p.id limit ${examplesMax})
    union all
    (select 'refund_unknown', r.id, c.name, r.called_at, count(*) over ()::int
       from refunds r join customers c on c.tenant_id = r.tenant_id and c.id = r.customer_id
      where r.status = 'unknown' and r.called_at < ${addDuration(wall, { hours: -1 })}
      order by r.id limit ${examplesMax})
    union all
    (select 'server_missing', d.id, coalesce(nullif(d.name, ''), d.reference), d.first_seen_at, count(*) over ()::int
       from drifts d where d.status = 'open' and d.kind = 'missing' order by d.id limit ${examplesMax})
    union all
    (select 'drift_open', d.id, coalesce(nullif(d.name, ''), d.reference), d.first_seen_at, count(*) over ()::int
       from drifts d where d.status = 'open' and d.kind <> 'missing' order by d.id limit ${examplesMax})
    union all
    (select 'panel_unreachable', p.id, p.name, p.last_seen_at, count(*) over ()::int
       from panels p where p.status = 'active' and p.last_error is not null limit ${examplesMax})
    union all
    -- Late: its time came an hour ago. Of one that did not run since how often it looks is noted, a day is taken.
    (select 'sweep_failing', ${currentTenant().id}::uuid, r.sweep, r.last_finished_at, count(*) over ()::int
       from platform.sweep_runs r
      where r.tenant_id = ${currentTenant().id} and (r.last_error is not null
         or r.last_started_at + make_interval(secs => coalesce(r.every_seconds, 86400)) < ${addDuration(wall, { hours: -1 })})
      limit ${examplesMax})`.execute(db)
  return rows
}

async function undelivered(): Promise<AttentionRow[]> {
  const { rows } = await sql<AttentionRow>`
    (select 'webhook_dead' as kind, w.id, w.type as label, w.received_at as at, count(*) over ()::int as total
       from webhook_inbox w where w.status = 'dead' order by w.id desc limit ${examplesMax})
    union all
    (select 'reaction_dead', d.event_id, d.reaction, d.next_attempt_at, count(*) over ()::int
       from reaction_deliveries d where d.status = 'dead' order by d.seq desc limit ${examplesMax})
    union all
    (select 'message_dead', m.id, m.kind || ' → ' || m.recipient, m.created_at, count(*) over ()::int
       from messages m where m.status = 'dead' order by m.id desc limit ${examplesMax})`.execute(db)
  return rows
}

/** Money at gateways that fits none of our records, or of which nobody has heard for two days. */
async function unsettled(wall: Date): Promise<AttentionRow[]> {
  const { rows } = await sql<AttentionRow>`
    (select 'account_differs' as kind, g.id, g.name as label, s.last_run_at as at, count(*) over ()::int as total
       from gateway_settlements s join gateways g on g.tenant_id = s.tenant_id and g.id = s.gateway_id
      where exists (select 1 from jsonb_to_recordset(s.comparison)
                      as c(stated numeric, known numeric, booked numeric, unmatched numeric, awaited numeric)
                     where c.stated <> c.known or c.booked - c.awaited <> c.known - c.unmatched)
      order by g.position limit ${examplesMax})
    union all
    (select 'movement_unmatched', g.id, g.name, min(m.moved_at), sum(count(*)) over ()::int
       from gateway_movements m join gateways g on g.tenant_id = m.tenant_id and g.id = m.gateway_id
      where m.status = 'unmatched' group by g.tenant_id, g.id limit ${examplesMax})
    union all
    (select 'settlement_failing', g.id, g.name, s.last_run_at, count(*) over ()::int
       from gateway_settlements s join gateways g on g.tenant_id = s.tenant_id and g.id = s.gateway_id
      where s.failures >= 3 or s.next_run_at < ${addDuration(wall, { days: -1 })}
      order by g.position limit ${examplesMax})`.execute(db)
  return rows
}

/** Customers who got more back than was theirs: refunds made at a gateway, transfers that a bank took back. Looked for among those alone. */
async function takenBackTooMuch(): Promise<AttentionRow[]> {
  const { rows } = await sql<AttentionRow>`
    select 'balance_below_zero' as kind, c.id, c.name as label, t.at, count(*) over ()::int as total
      from (select customer_id, currency, max(at) as at
              from (select r.customer_id, r.currency, r.succeeded_at as at from refunds r where r.origin = 'gateway' and r.status = 'succeeded'
                    union all
                    select p.customer_id, p.currency, p.reversed_at from received_payments p where p.reversed_at is not null) s
             group by 1, 2) t
      join ledger_accounts a on a.tenant_id = platform.current_tenant() and a.code = 'customer_balance:' || t.customer_id and a.currency = t.currency
      join customers c on c.tenant_id = a.tenant_id and c.id = t.customer_id
     where a.balance > 0
     order by t.at desc nulls last limit ${examplesMax}`.execute(db)
  return rows
}

/** Books in other currencies go on with the last rate that is known; somebody should know that it is old. */
async function staleFeed(clock: Clock): Promise<AttentionRow[]> {
  const feed = await findRateFeedState(clock)
  if (!feed?.isStale || !feed.state) return []
  const at = feed.state.lastSuccessAt
  return [{ kind: 'exchange_rates_stale', id: currentTenant().id, label: feed.source, at, total: 1 }]
}

function group(rows: AttentionRow[]): Attention[] {
  const kinds = [...new Set(rows.map((row) => row.kind))]
  return kinds.map((kind) => {
    const examples = rows.filter((row) => row.kind === kind)
    return {
      kind,
      count: examples[0]!.total,
      examples: examples.map(({ id, label, at, reason = null }) => ({ id, label, at, reason })),
    }
  })
}
