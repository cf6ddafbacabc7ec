import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import type { PanelCapabilities } from '#app/provisioning/drivers/contract'
import type { OperationKind } from '#app/provisioning/domain/operation'
import { isUsable } from '#app/provisioning/domain/service'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { QueueOperation } from '#app/provisioning/actions/queue_operation'
import {
  listOpenOperations,
  type OperationInput,
  type OperationRow,
} from '#app/provisioning/records/operations'
import { findPanel } from '#app/provisioning/records/panels'
import { lockService } from '#app/provisioning/records/services'

export type RequestedKind = Extract<OperationKind, 'power' | 'rebuild' | 'reset_password' | 'resize'>

export interface RequestOperationInput {
  serviceId: string
  /** Whose service it must be; null for staff, who may act on any. */
  customerId: string | null
  kind: RequestedKind
  input?: OperationInput
  idempotencyKey?: string | null
}

export type RequestOperationError =
  | { type: 'service_not_found' }
  | { type: 'service_not_usable'; status: string }
  | { type: 'not_supported' }
  | { type: 'already_under_way'; operationId: string }

const neededCapability: Record<RequestedKind, keyof PanelCapabilities> = {
  power: 'power',
  rebuild: 'rebuild',
  reset_password: 'passwordReset',
  resize: 'resize',
}

/** Queues what a customer or staff asked to have done with a running service. The same wish twice is one operation. */
@inject()
export class RequestOperation {
  constructor(
    private queueOperation: QueueOperation,
    private connections: PanelConnections
  ) {}

  execute(request: RequestOperationInput): Promise<Result<OperationRow, RequestOperationError>> {
    const { serviceId, customerId, kind, input = {}, idempotencyKey = null } = request
    return inTransaction(async () => {
      const service = await lockService(serviceId)
      if (!service || (customerId && service.customerId !== customerId))
        return err({ type: 'service_not_found' })
      if (!isUsable(service)) return err({ type: 'service_not_usable', status: service.status })
      const panel = await findPanel(service.panelId)
      if (!panel || !this.connections.capabilitiesOf(panel)[neededCapability[kind]])
        return err({ type: 'not_supported' })
      const open = await listOpenOperations(serviceId)
      const same = open.find(
        (operation) => operation.kind === kind && operation.idempotencyKey !== idempotencyKey
      )
      const clash = same ?? open.find((operation) => operation.kind === kind && !idempotencyKey)
      if (clash) return err({ type: 'already_under_way', operationId: clash.id })
      return ok(await this.queueOperation.execute({ service, kind, input, idempotencyKey }))
    })
  }
}
