import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { allOf, type ListQuestion, sizeOf } from '#app/reporting/queries/list_question'
import { startsWith } from '#app/shared/database/starts_with'

export interface OperationListRow {
  id: string
  kind: string
  status: string
  service_id: string
  hostname: string
  customer_id: string
  customer_name: string
  attempts: number
  failure: { type?: string; message?: string } | null
  requested_by_kind: string
  requested_by: string | null
  created_at: Date
  finished_at: Date | null
}

export interface OperationQuestion extends ListQuestion {
  serviceId?: string
}

/** Operations from new to old. */
export function listOperations(question: OperationQuestion): Promise<Page<OperationListRow>> {
  const { search, id, status, customerId, serviceId, cursor } = question
  const size = sizeOf(question)
  return inReadTransaction(async () => {
    const { rows } = await sql<OperationListRow>`
      select o.id, o.kind, o.status, o.service_id, s.hostname, o.customer_id, c.name as customer_name, o.attempts, o.failure,
             o.requested_by_kind, r.name as requested_by, o.created_at, o.finished_at
        from operations o
        join services s on s.tenant_id = o.tenant_id and s.id = o.service_id
        join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
        left join users r on r.tenant_id = o.tenant_id and r.id = o.requested_by_id
       where ${allOf([
         status ? sql`o.status = ${status}` : null,
         id ? sql`o.id = ${id}` : null,
         customerId ? sql`o.customer_id = ${customerId}` : null,
         serviceId ? sql`o.service_id = ${serviceId}` : null,
         search && !id
           ? sql`o.service_id in (select id from services where ${startsWith(sql`lower(hostname)`, search.lower)})`
           : null,
         cursor ? sql`o.id < ${cursor}` : null,
       ])}
       order by o.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}
