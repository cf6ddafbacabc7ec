import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSizeDefault, type Page, toPage } from '#app/shared/http/keyset'
import type { Money } from '#app/shared/money/money'

export interface LedgerLine {
  code: string
  kind: string
  invoiceId: string | null
  /** Debit positive. */
  money: Money
  reporting: Money
}

export interface LedgerEntry {
  id: string
  kind: string
  causeId: string
  bookedOn: string
  occurredAt: Date
  lines: LedgerLine[]
}

interface Row {
  id: string
  kind: string
  cause_id: string
  booked_on: string
  occurred_at: Date
  lines: {
    code: string
    kind: string
    invoice_id: string | null
    amount: string
    currency: string
    reporting_amount: string
    reporting_currency: string
  }[]
}

interface Question {
  customerId: string
  cursor?: string | null
  size?: number
}

/** Every journal entry that touches a customer, with all its sides, from new to old. */
export function listCustomerLedger({
  customerId,
  cursor = null,
  size = pageSizeDefault,
}: Question): Promise<Page<LedgerEntry>> {
  return inReadTransaction(async () => {
    const { rows } = await sql<Row>`
      with page as (
        select distinct p.entry_id as id
          from ledger_accounts a join postings p on p.tenant_id = a.tenant_id and p.account_id = a.id
         where a.tenant_id = platform.current_tenant() and a.customer_id = ${customerId}
           and (${cursor}::uuid is null or p.entry_id < ${cursor}::uuid)
         order by 1 desc limit ${size + 1}
      )
      select e.id, e.kind, e.cause_id, e.booked_on, e.occurred_at,
             jsonb_agg(jsonb_build_object('code', l.code, 'kind', l.kind, 'invoice_id', p.invoice_id, 'amount', p.amount::text,
               'currency', p.currency, 'reporting_amount', p.reporting_amount::text, 'reporting_currency', p.reporting_currency)
               order by p.position) as lines
        from page
        join journal_entries e on e.tenant_id = platform.current_tenant() and e.id = page.id
        join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
        join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id
       group by e.tenant_id, e.id order by e.id desc`.execute(db)
    return toPage(rows.map(toEntry), size)
  })
}

function toEntry(row: Row): LedgerEntry {
  return {
    id: row.id,
    kind: row.kind,
    causeId: row.cause_id,
    bookedOn: row.booked_on,
    occurredAt: row.occurred_at,
    lines: row.lines.map((line) => ({
      code: line.code,
      kind: line.kind,
      invoiceId: line.invoice_id,
      money: { amount: BigInt(line.amount), currency: line.currency },
      reporting: { amount: BigInt(line.reporting_amount), currency: line.reporting_currency },
    })),
  }
}
