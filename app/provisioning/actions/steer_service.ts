import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { neededOperation } from '#app/provisioning/domain/reconciliation'
import { QueueOperation } from '#app/provisioning/actions/queue_operation'
import { listOpenOperations, type OperationRow } from '#app/provisioning/records/operations'
import { lockService, type ServiceRow } from '#app/provisioning/records/services'

/** Brings one service from what is to what should be: queues the operation that is needed, if any. */
@inject()
export class SteerService {
  constructor(private queueOperation: QueueOperation) {}

  execute(serviceId: string): Promise<OperationRow | null> {
    return inTransaction(async () => {
      const service = await lockService(serviceId)
      return service && this.steer(service, await listOpenOperations(serviceId))
    })
  }

  /** Within a transaction that locked the service. @param open work on it that has not ended */
  async steer(service: ServiceRow, open: OperationRow[]): Promise<OperationRow | null> {
    const kind = neededOperation(service, open)
    return kind ? this.queueOperation.execute({ service, kind }) : null
  }
}
