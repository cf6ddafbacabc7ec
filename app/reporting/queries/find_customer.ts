import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

export interface CustomerRecord {
  id: string
  number: number
  kind: string
  name: string
  company_name: string | null
  email: string
  phone: string | null
  country: string | null
  region: string | null
  city: string | null
  postal_code: string | null
  street: string | null
  tax_id: string | null
  alignment_day: number | null
  currency: string
  locale: string
  status: string
  created_at: Date
}

export interface CustomerFigures {
  currency: string
  monthly_recurring: bigint
  amount_due: bigint
  overdue: bigint
  paid: bigint
}

export interface CustomerPerson {
  id: string
  name: string
  email: string
  permissions: string[]
  last_sign_in_at: Date | null
  disabled_at: Date | null
}

export interface CustomerMethod {
  id: string
  kind: string
  brand: string | null
  last4: string | null
  exp_month: number | null
  exp_year: number | null
  is_default: boolean
  gateway: string
  created_at: Date
}

/** Who is billed. */
export function findCustomer(id: string): Promise<CustomerRecord | null> {
  return inReadTransaction(async () => {
    const { rows } = await sql<CustomerRecord>`
      select id, number, kind, name, company_name, email, phone, country, region, city, postal_code, street, tax_id, alignment_day, currency, locale,
             status, created_at
        from customers where id = ${id}`.execute(db)
    return rows[0] ?? null
  })
}

/** What a customer is worth and owes: per month, due, overdue, and paid so far. */
export function findCustomerFigures(id: string, today: string): Promise<CustomerFigures> {
  return inReadTransaction(async () => {
    const { rows } = await sql<CustomerFigures>`
      select c.currency,
             (select coalesce(round(sum(u.recurring_amount::numeric / u.interval_count * case u.interval_unit when 'day' then 365 / 12.0 when 'week' then 365 / 84.0 when 'year' then 1 / 12.0 else 1 end)), 0)
                from subscriptions u where u.customer_id = c.id and u.status in ('active', 'past_due'))::bigint as monthly_recurring,
             (select coalesce(sum(i.amount_due), 0) from invoices i where i.customer_id = c.id and i.status = 'open')::bigint as amount_due,
             (select coalesce(sum(i.amount_due), 0) from invoices i
               where i.customer_id = c.id and i.status = 'open' and i.due_on < ${today})::bigint as overdue,
             ((select coalesce(sum(p.captured_amount), 0) from payments p
                where p.customer_id = c.id and p.status = 'succeeded')
              + (select coalesce(sum(r.amount), 0) from received_payments r where r.customer_id = c.id))::bigint as paid
        from customers c where c.id = ${id}`.execute(db)
    return rows[0]!
  })
}

/** The people who may act for a customer. */
export function listCustomerPeople(id: string): Promise<CustomerPerson[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<CustomerPerson>`
      select u.id, u.name, u.email, m.permissions, u.last_sign_in_at, u.disabled_at
        from memberships m join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
       where m.customer_id = ${id} order by m.id`.execute(db)
    return rows
  })
}

/** Saved methods, the default first. */
export function listCustomerMethods(id: string): Promise<CustomerMethod[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<CustomerMethod>`
      select m.id, m.kind, m.brand, m.last4, m.exp_month, m.exp_year, m.is_default, g.name as gateway, m.created_at
        from payment_methods m join gateways g on g.tenant_id = m.tenant_id and g.id = m.gateway_id
       where m.customer_id = ${id} and m.status = 'active' order by m.is_default desc, m.id desc`.execute(db)
    return rows
  })
}
