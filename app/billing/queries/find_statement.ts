import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { CalendarDate } from '#app/shared/time/calendar'
import { type Statement, type StatementMove, toStatement } from '#app/billing/domain/statement'

export interface StatementQuestion {
  customerId: string
  /** Both days are included. */
  from: CalendarDate
  to: CalendarDate
}

export interface CustomerStatement {
  customer: { id: string; name: string; number: number }
  /** One for each currency in which anything was booked; the customer's own one always. */
  statements: Statement[]
}

interface Row extends StatementMove {
  currency: string
}

/**
 * The statement of account of a customer, from their receivable and their balance in the ledger together: so it is right whatever
 * caused a movement. Null when there is no such customer.
 */
export function findStatement({
  customerId,
  from,
  to,
}: StatementQuestion): Promise<CustomerStatement | null> {
  return inReadTransaction(async () => {
    const { rows: customers } = await sql<{ id: string; name: string; number: number; currency: string }>`
      select id, coalesce(company_name, name) as name, number, currency from customers where id = ${customerId}`.execute(
      db
    )
    const customer = customers[0]
    if (!customer) return null
    const openings = await sumBefore(customerId, from)
    const moves = await listMoves(customerId, { from, to })
    const currencies = new Set([
      customer.currency,
      ...openings.keys(),
      ...moves.map(({ currency }) => currency),
    ])
    const statements = [...currencies].map((currency) =>
      toStatement(
        currency,
        openings.get(currency) ?? 0n,
        moves.filter((move) => move.currency === currency)
      )
    )
    const isQuiet = ({ opening, lines }: Statement) => opening === 0n && lines.length === 0
    const { id, name, number } = customer
    return {
      customer: { id, name, number },
      statements: statements.filter((each) => each.currency === customer.currency || !isQuiet(each)),
    }
  })
}

const postingsOf = (customerId: string) => sql`
  from ledger_accounts a
  join postings p on p.tenant_id = a.tenant_id and p.account_id = a.id
  join journal_entries e on e.tenant_id = p.tenant_id and e.id = p.entry_id
 where a.tenant_id = platform.current_tenant() and a.customer_id = ${customerId}`

async function sumBefore(customerId: string, from: CalendarDate): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ currency: string; amount: bigint }>`
    select p.currency, sum(p.amount)::bigint as amount ${postingsOf(customerId)} and e.booked_on < ${from}::date group by 1`.execute(
    db
  )
  return new Map(rows.map(({ currency, amount }) => [currency, amount]))
}

async function listMoves(
  customerId: string,
  { from, to }: { from: CalendarDate; to: CalendarDate }
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with moves as (
      select e.id, e.kind, e.cause_id, e.booked_on, p.currency, sum(p.amount)::bigint as amount
        ${postingsOf(customerId)} and e.booked_on between ${from}::date and ${to}::date
       group by e.id, e.kind, e.cause_id, e.booked_on, p.currency
    )
    select m.id as "entryId", m.kind, m.booked_on as "on", m.currency, m.amount, coalesce(i.reference, n.reference, g.name, r.reference) as reference
      from moves m
      left join invoices i on i.tenant_id = platform.current_tenant() and i.id = m.cause_id
      left join credit_notes n on n.tenant_id = platform.current_tenant() and n.id = m.cause_id
      left join received_payment_reversals b on b.tenant_id = platform.current_tenant() and b.id = m.cause_id
      left join received_payments r on r.tenant_id = platform.current_tenant() and r.id = coalesce(b.received_payment_id, m.cause_id)
      left join payments y on y.tenant_id = platform.current_tenant() and y.id = m.cause_id
      left join gateways g on g.tenant_id = y.tenant_id and g.id = y.gateway_id
     order by m.booked_on, m.id`.execute(db)
  return rows
}
