import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { creditorReference } from '#app/billing/index'
import type { MatchCustomer, MatchInvoice } from '#app/banking/domain/match_movement'
import { numbersIn } from '#app/banking/domain/mentions'
import type { StatedMovement } from '#app/banking/domain/movement'

const series = 'invoice'
/** So many customers may owe the same amount; with more of them an amount says nothing. */
const alikeMax = 20
const customersMax = 40
const invoicesMax = 500

interface CustomerRow {
  id: string
  number: number
  name: string
  companyName: string | null
  isKnownPayer: boolean
}

type InvoiceRow = Omit<MatchInvoice, 'creditorReference'> & { customerId: string }

/**
 * Whom a transfer may be from: customers whose invoice number or own number stands in the text, whose transfers came from this account before, who have
 * the payer's name, or who owe exactly this amount; each with what they owe and what is named of theirs. Three questions, however much there is.
 */
export async function findMatchCandidates(movement: StatedMovement): Promise<MatchCustomer[]> {
  const text = [movement.remittance, movement.creditorReference, movement.endToEndId]
    .filter(Boolean)
    .join(' ')
  const numbers = numbersIn(text).map(String)
  const pointed = await findPointedAt(movement, numbers)
  // An amount alone says little, and is only asked about when nothing else is said.
  const customers = pointed.length > 0 ? pointed : await findWhoOwes(movement)
  if (customers.length === 0) return []
  const invoices = await listInvoices(customers.map(({ id }) => id), numbers) // prettier-ignore
  const byCustomer = Map.groupBy(invoices, ({ customerId }) => customerId)
  return customers.map(({ id, number, name, companyName, isKnownPayer }) => ({
    ...{ id, isKnownPayer },
    number: String(number),
    names: [name, companyName].filter((text) => text !== null),
    invoices: (byCustomer.get(id) ?? []).map(({ customerId: _customerId, ...invoice }) => ({
      ...invoice,
      creditorReference: creditorReference(invoice.reference),
    })),
  }))
}

async function findPointedAt(movement: StatedMovement, numbers: string[]): Promise<CustomerRow[]> {
  const { counterpartyIban: iban, counterpartyName: name } = movement
  const { rows } = await sql<CustomerRow>`
    with payers as (
      select distinct m.customer_id as id from bank_movements m
       where m.counterparty_iban = ${iban} and m.status = 'booked' and m.customer_id is not null
    ), pointed as (
      select customer_id as id from invoices where series = ${series} and number = any(${numbers}::bigint[])
      union select id from payers
      union select id from customers where number = any(${numbers.filter((number) => number.length <= 9)}::int[])
      union select id from customers where lower(name) = lower(${name}::text)
      union select id from customers where lower(company_name) = lower(${name}::text)
    )
    select c.id, c.number, c.name, c.company_name as "companyName", exists (select from payers p where p.id = c.id) as "isKnownPayer"
      from pointed join customers c on c.id = pointed.id order by c.id limit ${customersMax}`.execute(db)
  return rows
}

async function findWhoOwes({ amount, currency }: StatedMovement): Promise<CustomerRow[]> {
  const { rows } = await sql<CustomerRow>`
    select c.id, c.number, c.name, c.company_name as "companyName", false as "isKnownPayer"
      from (select distinct customer_id as id from invoices
             where status = 'open' and amount_due = ${amount} and currency = ${currency} limit ${alikeMax}) o
      join customers c on c.id = o.id order by c.id`.execute(db)
  return rows
}

/** What the customers owe, and whatever is named. */
async function listInvoices(customerIds: string[], numbers: string[]): Promise<InvoiceRow[]> {
  const { rows } = await sql<InvoiceRow>`
    select id, reference, customer_id as "customerId", status, currency, amount_due as "amountDue", due_on as "dueOn" from invoices
     where customer_id = any(${customerIds}::uuid[])
       and ((status = 'open' and amount_due > 0) or (series = ${series} and number = any(${numbers}::bigint[])))
     order by due_on, id limit ${invoicesMax}`.execute(db)
  return rows
}
