import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { listSteps, type StepRow } from '#app/provisioning/records/operation_steps'

export interface CreationProgress {
  orderLineId: string
  serviceId: string
  isActive: boolean
  steps: StepRow[]
}

/** How far the services of an order are in being made. */
export function listCreationProgress(orderId: string): Promise<CreationProgress[]> {
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('order_lines as line')
      .innerJoin('subscriptions as sub', (join) =>
        join.onRef('sub.order_line_id', '=', 'line.id').onRef('sub.tenant_id', '=', 'line.tenant_id')
      )
      .innerJoin('services as service', (join) =>
        join.onRef('service.subscription_id', '=', 'sub.id').onRef('service.tenant_id', '=', 'sub.tenant_id')
      )
      .innerJoin('operations as operation', (join) =>
        join
          .onRef('operation.service_id', '=', 'service.id')
          .onRef('operation.tenant_id', '=', 'service.tenant_id')
          .on('operation.kind', '=', 'create')
      )
      .select([
        'line.id as orderLineId',
        'service.id as serviceId',
        'service.status',
        'operation.id as operationId',
      ])
      .where('line.order_id', '=', orderId)
      .orderBy('line.position')
      .execute()
    const progress: CreationProgress[] = []
    // One connection serves a transaction: its questions go one after the other.
    for (const { orderLineId, serviceId, status, operationId } of rows) {
      const steps = await listSteps(operationId)
      progress.push({ orderLineId, serviceId, isActive: status === 'active', steps })
    }
    return progress
  })
}
