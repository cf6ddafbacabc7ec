import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { OperationKind, OperationStatus } from '#app/provisioning/domain/operation'
import { type OperationRow, toOperation } from '#app/provisioning/records/operations'
import { listSteps, type StepRow } from '#app/provisioning/records/operation_steps'

export interface OperationFilter {
  customerId: string | null
  /** Only of these services, for a member who sees chosen ones. */
  serviceIds?: string[] | null
  serviceId?: string
  status?: OperationStatus
  kind?: OperationKind
  before: string | null
  size: number
}

export interface ListedOperation extends OperationRow {
  hostname: string
}

/** Which work was done, is done or waits, newest first? */
export function listOperations(filter: OperationFilter): Promise<Page<ListedOperation>> {
  const { customerId, serviceIds, serviceId, status, kind, before, size } = filter
  return inReadTransaction(async () => {
    let query = select()
      .orderBy('operations.id', 'desc')
      .limit(size + 1)
    if (customerId) query = query.where('operations.customer_id', '=', customerId)
    if (serviceIds) query = query.where(sql<boolean>`operations.service_id = any(${serviceIds}::uuid[])`)
    if (serviceId) query = query.where('operations.service_id', '=', serviceId)
    if (status) query = query.where('operations.status', '=', status)
    if (kind) query = query.where('operations.kind', '=', kind)
    if (before) query = query.where('operations.id', '<', before)
    const rows = await query.execute()
    return toPage(
      rows.map((row) => ({ ...toOperation(row), hostname: row.hostname })),
      size
    )
  })
}

export interface OperationStory {
  operation: ListedOperation
  steps: StepRow[]
}

/** One operation with its steps; null when there is none that this customer may see. */
export function findOperationStory(id: string, customerId: string | null): Promise<OperationStory | null> {
  return inReadTransaction(async () => {
    let query = select().where('operations.id', '=', id)
    if (customerId) query = query.where('operations.customer_id', '=', customerId)
    const row = await query.executeTakeFirst()
    if (!row) return null
    return { operation: { ...toOperation(row), hostname: row.hostname }, steps: await listSteps(id) }
  })
}

function select() {
  return db
    .selectFrom('operations')
    .innerJoin('services', (join) =>
      join
        .onRef('services.id', '=', 'operations.service_id')
        .onRef('services.tenant_id', '=', 'operations.tenant_id')
    )
    .selectAll('operations')
    .select('services.hostname')
}
