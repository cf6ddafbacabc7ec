import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSizeDefault, type Page, toPage } from '#app/shared/http/keyset'
import { chart } from '#app/ledger/index'

/** Something that moved a customer balance. */
export interface BalanceMove {
  /** The journal entry behind it. */
  id: string
  /** The entry's kind; `top_up` for a payment that the customer made for the balance. */
  kind: string
  bookedOn: string
  occurredAt: Date
  /** In minor units; what came in is positive. */
  amount: bigint
  /** What the balance came to by it. */
  balance: bigint
  /** The document or the words that it is known by. */
  reference: string | null
  invoiceId: string | null
  paymentId: string | null
}

interface Question {
  customerId: string
  currency: string
  before?: string | null
  size?: number
}

type Row = Omit<BalanceMove, 'balance'> & { starts_at: bigint }

/** What moved a customer balance, newest first, with the balance after each. */
export function listBalanceMoves(question: Question): Promise<Page<BalanceMove>> {
  const { customerId, currency, before = null, size = pageSizeDefault } = question
  const { code } = chart.customerBalance(customerId)
  return inReadTransaction(async () => {
    const { rows } = await sql<Row>`
      with owner as (
        select a.id, a.balance from ledger_accounts a
         where a.tenant_id = platform.current_tenant() and a.code = ${code} and a.currency = ${currency}
      ), page as (
        select p.entry_id as id, sum(p.amount) as amount from owner join postings p on p.account_id = owner.id
         where p.tenant_id = platform.current_tenant() and (${before}::uuid is null or p.entry_id < ${before}::uuid)
         group by p.entry_id having sum(p.amount) <> 0 order by p.entry_id desc limit ${size + 1}
      ), newer as (
        select coalesce(sum(p.amount), 0) as amount from owner join postings p on p.account_id = owner.id
         where p.tenant_id = platform.current_tenant() and p.entry_id >= ${before}::uuid
      )
      select e.id, case when y.is_top_up then 'top_up' else e.kind end as kind, e.booked_on as "bookedOn", e.occurred_at as "occurredAt",
             (-page.amount)::bigint as amount, (newer.amount - owner.balance)::bigint as starts_at,
             coalesce(i.reference, v.reference, n.reference, r.reference, j.reason, m.last4) as reference,
             coalesce(i.id, v.id, n.invoice_id) as "invoiceId", y.id as "paymentId"
        from page cross join owner cross join newer
        join journal_entries e on e.tenant_id = platform.current_tenant() and e.id = page.id
        left join invoice_settlements s on s.tenant_id = e.tenant_id and s.cause_id = e.cause_id and e.kind in ('invoice_settled', 'settlement_reversed')
        left join invoices i on i.tenant_id = e.tenant_id and i.id = s.invoice_id
        left join invoices v on v.tenant_id = e.tenant_id and v.id = e.cause_id
        left join credit_notes n on n.tenant_id = e.tenant_id and n.id = e.cause_id
        left join received_payment_reversals b on b.tenant_id = e.tenant_id and b.id = e.cause_id
        left join received_payments r on r.tenant_id = e.tenant_id and r.id = coalesce(b.received_payment_id, e.cause_id)
        left join balance_adjustments j on j.tenant_id = e.tenant_id and j.id = e.cause_id
        left join payments y on y.tenant_id = e.tenant_id and y.id = e.cause_id
        left join payment_methods m on m.tenant_id = y.tenant_id and m.id = y.payment_method_id
       order by e.id desc`.execute(db)
    const { rows: moves, nextCursor } = toPage(withBalance(rows), size)
    return { rows: moves, nextCursor }
  })
}

/** Backwards from what the balance stood at after the newest of the page. */
function withBalance(rows: Row[]): BalanceMove[] {
  let balance = rows[0]?.starts_at ?? 0n
  return rows.map(({ starts_at: _startsAt, ...row }) => {
    const move = { ...row, balance }
    balance -= row.amount
    return move
  })
}
