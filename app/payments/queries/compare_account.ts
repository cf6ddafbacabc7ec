import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Money } from '#app/shared/money/money'
import { compareCurrencies, type StoredComparison } from '#app/payments/domain/settlement_comparison'
import type { Gateway } from '#app/payments/records/gateways'

interface Sums {
  currency: string
  known: bigint
  unmatched: bigint
  unmatched_count: number
}

/** What our books hold of a record and the gateway has not reported, or the other way round. */
export interface Awaited {
  recordId: string
  entryKind: string
  currency: string
  /** What is booked beyond what movements account for; below zero when the gateway reported more. */
  amount: bigint
  bookedOn: string
}

/**
 * Compares, per currency, what lies on a gateway's account by its own word, by the movements it told, and by our books. Each
 * gateway has books of its own; those connected before 2026-11-27 share `cash:<driver>` with others of their driver and are compared together.
 */
export async function compareAccount(
  gateway: Gateway,
  stated: Money[]
): Promise<{ comparison: StoredComparison[]; unmatched: number }> {
  const { rows: sums } = await sql<Sums>`
    select m.currency, sum(m.net)::bigint as known, coalesce(sum(m.net) filter (where m.status = 'unmatched'), 0)::bigint as unmatched,
           count(*) filter (where m.status = 'unmatched' and m.gateway_id = ${gateway.id})::int as unmatched_count
      from gateway_movements m join gateways g on g.tenant_id = m.tenant_id and g.id = m.gateway_id
     where g.ledger_code = ${gateway.ledgerCode} group by 1`.execute(db)
  const booked = await sql<{ currency: string; balance: bigint }>`
    select currency, balance from ledger_accounts where code = ${`cash:${gateway.ledgerCode}`}`.execute(db)
  const awaited = await sql<{ currency: string; amount: bigint }>`
    select currency, sum(amount)::bigint as amount from (${awaitedOf(gateway.ledgerCode)}) a group by 1`.execute(
    db
  )
  const comparison = compareCurrencies({
    stated,
    known: sums.map(({ currency, known }) => ({ currency, amount: known })),
    unmatched: sums.map(({ currency, unmatched }) => ({ currency, amount: unmatched })),
    booked: booked.rows.map(({ currency, balance }) => ({ currency, amount: balance })),
    awaited: awaited.rows,
  })
  return { comparison, unmatched: sums.reduce((count, row) => count + row.unmatched_count, 0) }
}

/** What is booked and not yet reported, oldest first. */
export async function listAwaited(ledgerCode: string, limit: number): Promise<Awaited[]> {
  const { rows } = await sql<{
    record_id: string
    entry_kind: string
    currency: string
    amount: bigint
    booked_on: string
  }>`
    select * from (${awaitedOf(ledgerCode)}) a order by booked_on, record_id limit ${limit}`.execute(db)
  return rows.map((row) => ({
    recordId: row.record_id,
    entryKind: row.entry_kind,
    currency: row.currency,
    amount: row.amount,
    bookedOn: row.booked_on,
  }))
}

/** Bookings on the gateway's cash, by what caused them, less what movements account for. Those of a movement itself need no other. */
function awaitedOf(ledgerCode: string) {
  return sql`
    select b.cause_id as record_id, b.entry_kind, b.currency, (b.amount - coalesce(c.amount, 0))::bigint as amount, b.booked_on
      from (select e.cause_id, min(e.kind) as entry_kind, a.currency, sum(p.amount) as amount, min(e.booked_on) as booked_on
              from ledger_accounts a
              join postings p on p.tenant_id = a.tenant_id and p.account_id = a.id
              join journal_entries e on e.tenant_id = p.tenant_id and e.id = p.entry_id
             where a.code = ${`cash:${ledgerCode}`}
               and e.kind not in ('gateway_fee', 'gateway_exchange', 'payout_sent', 'movement_answered')
             group by 1, 3) b
      left join (select m.matched_id, m.counted_currency as currency, sum(m.counted_amount) as amount
                   from gateway_movements m where m.matched_kind <> 'payout' group by 1, 2) c
        on c.matched_id = b.cause_id and c.currency = b.currency
     where b.amount <> coalesce(c.amount, 0)`
}
