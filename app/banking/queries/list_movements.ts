import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { MovementStatus } from '#app/banking/domain/movement'
import { type MatchedMovement, toMovement } from '#app/banking/records/bank_movements'

/** What a movement and its proposals name. */
export interface MovementNames {
  customers: Map<string, { name: string; number: number }>
  invoices: Map<string, { reference: string; amountDue: bigint; currency: string }>
}

export interface MovementSearch {
  status?: MovementStatus | undefined
  direction?: 'credit' | 'debit' | undefined
  bankAccountId?: string | null
  statementId?: string | null
  /** Words of the payer, an IBAN, or an amount as people write it. */
  text?: string | undefined
  before: string | null
  size: number
}

/** What moved on the bank accounts, what was told last first, with whatever matching proposes. */
export function listMovements(
  search: MovementSearch
): Promise<Page<MatchedMovement> & { names: MovementNames }> {
  return inReadTransaction(async () => {
    const { status, direction, bankAccountId, statementId, text, before, size } = search
    const rows = await db
      .selectFrom('bank_movements')
      .selectAll()
      .$if(Boolean(status), (query) => query.where('status', '=', status!))
      .$if(Boolean(direction), (query) => query.where('direction', '=', direction!))
      .$if(Boolean(bankAccountId), (query) => query.where('bank_account_id', '=', bankAccountId!))
      .$if(Boolean(statementId), (query) => query.where('statement_id', '=', statementId!))
      .$if(Boolean(text), (query) => query.where(saying(text!)))
      .$if(before !== null, (query) => query.where('id', '<', before!))
      .orderBy('id', 'desc')
      .limit(size + 1)
      .execute()
    const page = toPage(rows.map(toMovement), size)
    return { ...page, names: await findNames(page.rows) }
  })
}

/** One movement. Null when there is none. */
export function findMovement(
  id: string
): Promise<{ movement: MatchedMovement; names: MovementNames } | null> {
  return inReadTransaction(async () => {
    const row = await db.selectFrom('bank_movements').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return null
    const movement = toMovement(row)
    return { movement, names: await findNames([movement]) }
  })
}

/** How many wait for a decision, and since when the oldest does. */
export function countMovements(): Promise<Map<MovementStatus, number>> {
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('bank_movements')
      .select(['status', (eb) => eb.fn.countAll<bigint>().as('count')])
      .where('status', 'in', ['fresh', 'review'])
      .groupBy('status')
      .execute()
    return new Map(rows.map(({ status, count }) => [status as MovementStatus, Number(count)]))
  })
}

function saying(text: string) {
  const words = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  const bare = text.replaceAll(' ', '').toUpperCase()
  const amount = /^\d{1,12}([.,]\d{1,3})?$/.test(text) ? text.replaceAll(/[.,]/g, '') : null
  return sql<boolean>`(counterparty_name ilike ${words} or remittance ilike ${words} or counterparty_iban = ${bare}
    or creditor_reference = ${bare} or bank_reference = ${text} or amount::text = ${amount})`
}

async function findNames(movements: readonly MatchedMovement[]): Promise<MovementNames> {
  const proposals = movements.flatMap((movement) => movement.proposals)
  const customerIds = [...movements, ...proposals].map(({ customerId }) => customerId).filter((id) => id !== null)
  const invoiceIds = proposals.flatMap((proposal) => proposal.invoiceIds)
  const { rows: customers } = await sql<{ id: string; name: string; number: number }>`
    select id, coalesce(company_name, name) as name, number from customers where id = any(${[...new Set(customerIds)]}::uuid[])`.execute(db)
  const { rows: invoices } = await sql<{ id: string; reference: string; amountDue: bigint; currency: string }>`
    select id, reference, amount_due as "amountDue", currency from invoices where id = any(${[...new Set(invoiceIds)]}::uuid[])`.execute(db)
  return {
    customers: new Map(customers.map(({ id, ...customer }) => [id, customer])),
    invoices: new Map(invoices.map(({ id, ...invoice }) => [id, invoice])),
  }
} // prettier-ignore
