import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { SearchTerm } from '#app/reporting/domain/search_term'
import { matchingCustomers } from '#app/reporting/queries/list_customers'
import { startsWith } from '#app/shared/database/starts_with'

export type FoundKind = 'customer' | 'service' | 'invoice' | 'order'

export interface FoundRecord {
  kind: FoundKind
  id: string
  label: string
  detail: string
  status: string
}

const perKindMax = 6

/** The few records of each kind that a search means best: one statement, each part by its index. */
export function searchRecords(search: SearchTerm): Promise<FoundRecord[]> {
  const number = search.number ?? -1
  return inReadTransaction(async () => {
    const { rows } = await sql<FoundRecord>`
      (select 'customer' as kind, c.id, coalesce(c.company_name, c.name) as label, c.email as detail, c.status
         from customers c where c.id in (${matchingCustomers(search)}) order by c.id desc limit ${perKindMax})
      union all
      (select 'service', s.id, s.hostname, c.name, s.status
         from services s join customers c on c.tenant_id = s.tenant_id and c.id = s.customer_id
        where ${startsWith(sql`lower(s.hostname)`, search.lower)} order by lower(s.hostname) limit ${perKindMax})
      union all
      (select 'invoice', i.id, i.reference, c.name, i.status
         from invoices i join customers c on c.tenant_id = i.tenant_id and c.id = i.customer_id
        where ${startsWith(sql`i.reference`, search.text.toUpperCase())} order by i.reference using ~<~ limit ${perKindMax})
      union all
      (select 'order', o.id, o.number::text, c.name, o.status
         from orders o join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
        where o.number = ${number} limit ${perKindMax})`.execute(db)
    return rows
  })
}
