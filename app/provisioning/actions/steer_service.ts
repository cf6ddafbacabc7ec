import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { neededOperation } from '#app/provisioning/domain/reconciliation'
import { QueueOperation } from '#app/provisioning/actions/queue_operation'
import { listOpenOperations, type OperationRow } from '#app/provisioning/records/operations'
import { lockService } from '#app/provisioning/records/services'

/** Brings one service from what is to what should be: queues the operation that is needed, if any. */
@inject()
export class SteerService {
  constructor(private queueOperation: QueueOperation) {}

  execute(serviceId: string): Promise<OperationRow | null> {
    return inTransaction(async () => {
      const service = await lockService(serviceId)
      if (!service) return null
      const kind = neededOperation(service, await listOpenOperations(serviceId))
      return kind ? this.queueOperation.execute({ service, kind }) : null
    })
  }
}
