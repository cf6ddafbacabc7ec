import { sql } from 'kysely'
import { rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'
import type { LedgerAccount } from '#app/ledger/domain/chart'

export interface EntryRow {
  id: string
  kind: string
  cause_id: string
  booked_on: string
  posting_count: number
  reverses_id: string | null
}

export interface PostingRow {
  entry_id: string
  position: number
  code: string
  invoice_id: string | null
  amount: string
  currency: string
  reporting_amount: string
  reporting_currency: string
  reporting_rate: string
}

/** Inserts entries whose kind and cause are new. @returns the ids of those; the others exist already */
export async function insertEntries(rows: EntryRow[], occurredAt: Date): Promise<Set<string>> {
  const { rows: inserted } = await sql<{ id: string }>`
    insert into journal_entries (id, kind, cause_id, booked_on, occurred_at, posting_count, reverses_id)
    select r.id, r.kind, r.cause_id, r.booked_on, ${occurredAt}, r.posting_count, r.reverses_id
      from ${rowsAs(rows, {
        id: 'uuid',
        kind: 'text',
        cause_id: 'uuid',
        booked_on: 'date',
        posting_count: 'int4',
        reverses_id: 'uuid',
      })}
     order by r.kind, r.cause_id
    on conflict (tenant_id, kind, cause_id) do nothing
    returning id`.execute(db)
  return new Set(inserted.map((row) => row.id))
}

/** Makes the ledger accounts that do not exist yet, in one order, so that two writers never wait for each other in a circle. */
export async function ensureAccounts(
  accounts: (LedgerAccount & { id: string; currency: string })[]
): Promise<void> {
  const rows = accounts.map(({ id, code, kind, customerId, currency }) => ({
    id,
    code,
    kind,
    customer_id: customerId,
    currency,
  }))
  tell(
    sql`
    insert into ledger_accounts (id, code, kind, currency, customer_id)
    select r.id, r.code, r.kind, r.currency, r.customer_id
      from ${rowsAs(rows, { id: 'uuid', code: 'text', kind: 'text', currency: 'text', customer_id: 'uuid' })}
     order by r.code, r.currency
    on conflict (tenant_id, code, currency) do nothing`.compile(db)
  )
}

/**
 * All postings in one statement: the database checks that each entry is whole and balanced, and moves the balances, those that all share when
 * the transaction ends. Each posting looks its ledger account up by itself: a join would read all accounts of the tenant whenever the planner
 * thinks that there are few.
 */
export async function insertPostings(rows: PostingRow[]): Promise<void> {
  tell(
    sql`
    insert into postings (entry_id, position, account_id, invoice_id, amount, currency, reporting_amount, reporting_currency, reporting_rate)
    select r.entry_id, r.position,
           (select l.id from ledger_accounts l
             where l.tenant_id = platform.current_tenant() and l.code = r.code and l.currency = r.currency),
           r.invoice_id, r.amount, r.currency, r.reporting_amount, r.reporting_currency, r.reporting_rate::numeric
      from ${rowsAs(rows, {
        entry_id: 'uuid',
        position: 'int2',
        code: 'text',
        invoice_id: 'uuid',
        amount: 'int8',
        currency: 'text',
        reporting_amount: 'int8',
        reporting_currency: 'text',
        reporting_rate: 'text',
      })}`.compile(db)
  )
}

export interface BookedPosting {
  kind: string
  causeId: string
  code: string
  amount: bigint
  currency: string
  invoiceId: string | null
}

/** The postings of entries that exist, by kind and cause. */
export async function readPostings(causes: { kind: string; cause_id: string }[]): Promise<BookedPosting[]> {
  const { rows } = await sql<BookedPosting>`
    select e.kind, e.cause_id as "causeId", l.code, p.amount, p.currency, p.invoice_id as "invoiceId"
      from jsonb_to_recordset(${JSON.stringify(causes)}::jsonb) as r(kind text, cause_id uuid)
      join journal_entries e on e.tenant_id = platform.current_tenant() and e.kind = r.kind and e.cause_id = r.cause_id
      join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
      join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id`.execute(db)
  return rows
}
