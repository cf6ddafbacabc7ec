import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

export interface ApprovalRow {
  operationId: string
  serviceId: string
  customerId: string
  customerName: string
  hostname: string
  planName: string
  panelName: string
  spec: ServiceSpec
  askedAt: Date
}

/** What waits for a decision of staff, longest first. A page is counted from the last one of the page before. */
export function listApprovals({
  after,
  size,
}: {
  after: string | null
  size: number
}): Promise<{ rows: ApprovalRow[]; nextCursor: string | null }> {
  return inReadTransaction(async () => {
    const found = await db
      .selectFrom('operations as operation')
      .innerJoin('services as service', (join) =>
        join
          .onRef('service.id', '=', 'operation.service_id')
          .onRef('service.tenant_id', '=', 'operation.tenant_id')
      )
      .innerJoin('customers as customer', (join) =>
        join
          .onRef('customer.id', '=', 'service.customer_id')
          .onRef('customer.tenant_id', '=', 'service.tenant_id')
      )
      .innerJoin('plans as plan', (join) =>
        join.onRef('plan.id', '=', 'service.plan_id').onRef('plan.tenant_id', '=', 'service.tenant_id')
      )
      .innerJoin('panels as panel', (join) =>
        join.onRef('panel.id', '=', 'service.panel_id').onRef('panel.tenant_id', '=', 'service.tenant_id')
      )
      .select([
        'operation.id as operationId',
        'service.id as serviceId',
        'service.customer_id as customerId',
        'customer.name as customerName',
        'service.hostname',
        'plan.name as planName',
        'panel.name as panelName',
        'service.spec',
        'operation.created_at as askedAt',
      ])
      .where(sql<boolean>`operation.input ->> 'approval' = 'asked'`)
      .where('operation.status', 'in', ['queued', 'running', 'waiting'])
      .$if(after !== null, (query) => query.where('operation.id', '>', after!))
      .orderBy('operation.id')
      .limit(size + 1)
      .execute()
    const rows = found.slice(0, size).map((row) => ({ ...row, spec: row.spec as unknown as ServiceSpec }))
    return { rows, nextCursor: found.length > size ? rows.at(-1)!.operationId : null }
  })
}
