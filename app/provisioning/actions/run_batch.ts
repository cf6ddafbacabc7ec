import { inject } from '@adonisjs/core'
import { actingAs, inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import { observeService, runBatch } from '#app/provisioning/domain/jobs'
import { serviceBatchFinished } from '#app/provisioning/batch_events'
import { ChangeStaffHold } from '#app/provisioning/actions/change_staff_hold'
import { RequestOperation } from '#app/provisioning/actions/request_operation'
import { listOpenOperations } from '#app/provisioning/records/operations'
import { findService } from '#app/provisioning/records/services'
import {
  findBatch,
  finishBatch,
  listWaitingItems,
  lockBatch,
  lockWaitingItem,
  type ServiceBatch,
  type SettledItem,
  settleItem,
} from '#app/provisioning/records/service_batches'

const chunkSize = 50

/**
 * Asks the same of one service after the other, each in a transaction of its own with the note of what came of it: whatever is interrupted goes on
 * where it stood, and nothing is asked twice. What follows on panels is ordinary work on services, at each panel's own rate.
 */
@inject()
export class RunBatch {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private changeStaffHold: ChangeStaffHold,
    private requestOperation: RequestOperation
  ) {}

  /** Some of a batch, and the next ones by another job. */
  async execute(batchId: string): Promise<void> {
    const batch = await inReadTransaction(() => findBatch(batchId))
    if (batch?.status !== 'running') return
    const ids = await inReadTransaction(() => listWaitingItems(batchId, chunkSize))
    for (const id of ids) {
      await actingAs({ actor: batch.requestedBy }, () => this.ask(batch, id))
    }
    await inTransaction(() =>
      ids.length === chunkSize ? enqueue(runBatch, { batchId }) : this.finish(batchId)
    )
  }

  private ask(batch: ServiceBatch, serviceId: string): Promise<void> {
    return inTransaction(async () => {
      if (!(await lockWaitingItem(batch.id, serviceId))) return
      const outcome = await this.perform(batch, serviceId)
      await settleItem({ batchId: batch.id, serviceId, at: this.clock.wall() }, outcome)
    })
  }

  private async perform({ action, hold, note }: ServiceBatch, serviceId: string): Promise<SettledItem> {
    if (action === 'hold' || action === 'lift') {
      const change = action === 'hold' ? this.changeStaffHold.place : this.changeStaffHold.lift
      const changed = await change.call(this.changeStaffHold, { serviceId, hold: hold!, note })
      if (!changed.ok) return { status: 'skipped', reason: changed.error.type }
      const kind = action === 'hold' ? 'suspend' : 'resume'
      const follows = (await listOpenOperations(serviceId)).find((operation) => operation.kind === kind)
      return { status: 'asked', operationId: follows?.id ?? null }
    }
    if (action === 'look') {
      const service = await findService(serviceId)
      if (!service?.externalReference) return { status: 'skipped', reason: 'no_server' }
      await enqueue(observeService, { serviceId })
      return { status: 'asked', operationId: null }
    }
    const wish = { serviceId, customerId: null, kind: 'power' as const, input: { power: action } }
    const asked = await this.requestOperation.execute(wish)
    return asked.ok
      ? { status: 'asked', operationId: asked.value.id }
      : { status: 'skipped', reason: asked.error.type }
  }

  private async finish(batchId: string): Promise<void> {
    const batch = await lockBatch(batchId)
    if (batch?.status !== 'running') return
    // Another worker may still be at one of them: whoever settles the last one ends it.
    if ((await listWaitingItems(batchId, 1)).length > 0) return
    await finishBatch(batchId, { status: 'done', at: this.clock.wall() })
    await this.events.record([
      fact(serviceBatchFinished, { kind: 'service_batch', id: batchId }, { data: { batchId } }),
    ])
  }
}
