import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Customer, listCustomers } from '#app/customers/index'

const customersMax = 6
const invoicesMax = 200

/** A customer for whom a transfer may be booked, with what they owe. */
export interface Payer {
  customer: Pick<Customer, 'id' | 'name' | 'company_name' | 'number' | 'currency'>
  invoices: { id: string; reference: string; amountDue: bigint; currency: string; dueOn: string }[]
}

type Row = Payer['invoices'][number] & { customerId: string }

/** Customers by whatever staff typed: a name, an address, a number, or the number of an invoice. */
export function searchPayers(text: string): Promise<Payer[]> {
  return inReadTransaction(async () => {
    const owner = await findOwnerOfInvoice(text)
    const search = owner ? undefined : text
    const customers = owner ? [owner] : (await listCustomers({ search, before: null, size: customersMax })).rows
    const ids = customers.map(({ id }) => id)
    const { rows } = await sql<Row>`
      select id, reference, customer_id as "customerId", amount_due as "amountDue", currency, due_on as "dueOn" from invoices
       where customer_id = any(${ids}::uuid[]) and status = 'open' and amount_due > 0 order by due_on, id limit ${invoicesMax}`.execute(db)
    const byCustomer = Map.groupBy(rows, ({ customerId }) => customerId)
    return customers.map((customer) => ({ customer, invoices: byCustomer.get(customer.id) ?? [] }))
  })
} // prettier-ignore

async function findOwnerOfInvoice(text: string): Promise<Payer['customer'] | null> {
  const { rows } = await sql<Payer['customer']>`
    select c.id, c.name, c.company_name, c.number, c.currency
      from invoices i join customers c on c.tenant_id = i.tenant_id and c.id = i.customer_id
     where i.reference = ${text.trim().toUpperCase()}`.execute(db)
  return rows[0] ?? null
}
