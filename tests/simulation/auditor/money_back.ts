import type { DatabaseSync } from 'node:sqlite'
import type pg from 'pg'
import type { Check, Finding } from '#tests/simulation/auditor/findings'

/** Invariant 4 for money that goes the other way, as far as our own tables show it. */
export const moneyBackChecks: Check[] = [
  {
    invariant: 4,
    name: 'a refund that succeeded left cash once and in full, any other not at all',
    sql: `select format('refund %s %s of %s: booked %s', r.id, r.status, r.amount, coalesce(b.left_cash, 0)) as found
            from refunds r left join (
              select e.cause_id, -sum(s.amount) as left_cash from journal_entries e
                join postings s on s.entry_id = e.id join ledger_accounts a on a.id = s.account_id
               where e.kind in ('refund_sent', 'refund_returned') and (a.code like 'cash:%' or a.code like 'in_flight:%') group by 1) b
              on b.cause_id = r.id
           where r.way = 'source'
             and coalesce(b.left_cash, 0) <> case when r.status = 'succeeded' and r.returned_at is null then r.amount else 0 end`,
  },
  {
    invariant: 4,
    name: 'no more goes back than a payment brought',
    sql: `select format('payment %s brought %s, refunds of it %s', p.id, p.captured_amount, sum(r.amount)) as found
            from refunds r join payments p on p.id = r.payment_id
           where r.status not in ('failed', 'cancelled', 'awaiting_approval') and r.returned_at is null
           group by p.id, p.captured_amount having sum(r.amount) > p.captured_amount`,
  },
  {
    invariant: 4,
    name: 'the money of a dispute is away while the gateway withholds it, and back when it was given back',
    sql: `select format('dispute %s %s of %s: away %s', d.id, d.status, d.amount, coalesce(b.away, 0)) as found
            from disputes d left join (
              select e.cause_id, -sum(s.amount) as away from journal_entries e
                join postings s on s.entry_id = e.id join ledger_accounts a on a.id = s.account_id
               where e.kind in ('dispute_withheld', 'dispute_given_back') and (a.code like 'cash:%' or a.code like 'in_flight:%') group by 1) b
              on b.cause_id = d.id
           where coalesce(b.away, 0) <> case when d.is_withheld then d.amount else 0 end`,
  },
]

interface GivenBack {
  reference: string
  amount: string
  status: string
}

/** Each refund and each dispute in the gateway's own file is one of ours, by its amount and its outcome. */
export async function checkMoneyBack(database: pg.Client, outside: DatabaseSync): Promise<Finding[]> {
  const findings: Finding[] = []
  const complain = (found: string) => findings.push({ invariant: 4, check: 'money back at the gateway', found })
  for (const table of ['refunds', 'disputes']) {
    const there = outside
      .prepare(
        `select id as reference, cast(json_extract(body, '$.amount') as text) as amount, json_extract(body, '$.status') as status
           from documents where system = 'stripe' and collection = ?`
      )
      .all(table) as unknown as GivenBack[]
    const { rows } = await database.query<GivenBack>(
      `select r.gateway_reference as reference, r.amount::text as amount, r.status from ${table} r
         join gateways g on g.id = r.gateway_id where r.gateway_reference is not null and g.driver = 'stripe'`
    )
    const ours = new Map(rows.map((row) => [row.reference, row]))
    for (const { reference, amount, status } of there) {
      const known = ours.get(reference)
      if (!known) complain(`${reference} of ${amount} is none of our ${table}`)
      else if (known.amount !== amount) complain(`${reference} is ${amount}, ours says ${known.amount}`)
      else if (['won', 'lost'].includes(status) !== ['won', 'lost', 'accepted'].includes(known.status) && table === 'disputes')
        complain(`${reference} is ${status}, ours says ${known.status}`)
      else if (table === 'refunds' && (status === 'succeeded') !== (known.status === 'succeeded'))
        complain(`${reference} is ${status}, ours says ${known.status}`)
    }
    const references = new Set(there.map(({ reference }) => reference))
    for (const { reference } of rows)
      if (!references.has(reference)) complain(`${reference} of our ${table} is unknown to the gateway`)
  }
  return findings.slice(0, 5)
} // prettier-ignore
