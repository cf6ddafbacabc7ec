import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { SearchTerm } from '#app/reporting/domain/search_term'
import { allOf, type ListQuestion, sizeOf } from '#app/reporting/queries/list_question'
import { startsWith } from '#app/shared/database/starts_with'

export interface CustomerListRow {
  id: string
  number: number
  name: string
  company_name: string | null
  email: string
  country: string | null
  status: string
  currency: string
  service_count: number
  amount_due: bigint
  created_at: Date
}

/** Customers from new to old, with what they run and owe. */
export function listCustomers(question: ListQuestion): Promise<Page<CustomerListRow>> {
  const { search, id, status, groupId, cursor } = question
  const size = sizeOf(question)
  return inReadTransaction(async () => {
    const { rows } = await sql<CustomerListRow>`
      select c.id, c.number, c.name, c.company_name, c.email, c.country, c.status, c.currency, c.created_at,
             coalesce(s.count, 0)::int as service_count, coalesce(i.due, 0)::bigint as amount_due
        from customers c
        left join lateral (
          select count(*) as count from services s
           where s.tenant_id = c.tenant_id and s.customer_id = c.id and s.status in ('provisioning', 'active', 'suspended')) s on true
        left join lateral (
          select sum(i.amount_due) as due from invoices i
           where i.tenant_id = c.tenant_id and i.customer_id = c.id and i.status = 'open') i on true
       where ${allOf([
         status ? sql`c.status = ${status}` : null,
         groupId ? sql`c.group_id = ${groupId}` : null,
         id ? sql`c.id = ${id}` : null,
         search && !id ? sql`c.id in (${matchingCustomers(search)})` : null,
         cursor ? sql`c.id < ${cursor}` : null,
       ])}
       order by c.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}

/** Ids of customers of whom every typed word begins one of their words (name, company, e-mail, number). */
export function matchingCustomers({ words }: SearchTerm): RawBuilder<unknown> {
  const hits = words.map(
    (word) => sql`select customer_id from customer_search_words where ${startsWith(sql`word`, word)}`
  )
  return hits.length === 0 ? sql`select null::uuid` : sql.join(hits, sql` intersect `)
}
