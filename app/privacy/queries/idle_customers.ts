import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { ForgettableRow, ForgetQuestion } from '#app/shared/database/forgettable'

/**
 * Customers with whom nothing happened since: no service runs, nothing was ordered, invoiced or paid, and nobody of their team signed in.
 * Who is being forgotten already is not among them.
 */
function idle({ before, exceptCustomers }: ForgetQuestion) {
  return sql`
    select c.id, c.id as customer_id, coalesce(c.company_name, c.name) || ' (#' || c.number || ')' as label, c.created_at as at
      from customers c
     where c.created_at < ${before} and c.status = 'active' and c.id <> all(${exceptCustomers as string[]})
       and not exists (select 1 from services s where s.tenant_id = c.tenant_id and s.customer_id = c.id
                          and (s.status not in ('terminated', 'failed') or s.terminated_at >= ${before}))
       and not exists (select 1 from orders o where o.tenant_id = c.tenant_id and o.customer_id = c.id and o.created_at >= ${before})
       and not exists (select 1 from invoices i where i.tenant_id = c.tenant_id and i.customer_id = c.id
                          and (i.status = 'open' or i.issued_at >= ${before}))
       and not exists (select 1 from payments p where p.tenant_id = c.tenant_id and p.customer_id = c.id and p.created_at >= ${before})
       and not exists (select 1 from memberships m join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
                        where m.tenant_id = c.tenant_id and m.customer_id = c.id and u.last_sign_in_at >= ${before})
       and not exists (select 1 from erasures e where e.tenant_id = c.tenant_id and e.customer_id = c.id and e.status = 'waiting')`
}

export async function listIdleCustomers(question: ForgetQuestion): Promise<ForgettableRow[]> {
  const { rows } =
    await sql<ForgettableRow>`(${idle(question)}) order by at, id limit ${question.limit}`.execute(db)
  return rows
}

export async function countIdleCustomers(question: ForgetQuestion): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::integer as count from (${idle(question)}) o`.execute(db)
  return rows[0]!.count
}
