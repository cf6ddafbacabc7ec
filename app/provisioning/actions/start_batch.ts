import { inject } from '@adonisjs/core'
import { currentActor } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { runBatch } from '#app/provisioning/domain/jobs'
import { type BatchRefusal, type BatchWish, refusalFor } from '#app/provisioning/domain/service_batch'
import { serviceBatchStarted, serviceBatchStopped } from '#app/provisioning/batch_events'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import {
  type ChosenService,
  chooseServices,
  type ServiceChoice,
} from '#app/provisioning/queries/choose_services'
import { listUndone } from '#app/provisioning/queries/read_batches'
import {
  findBatch,
  finishBatch,
  insertBatch,
  lockBatch,
  type ServiceBatch,
  stopWaitingItems,
} from '#app/provisioning/records/service_batches'

export interface BatchInput extends BatchWish {
  choice: ServiceChoice
  note: string
}

export type StartBatchError = { type: 'nothing_chosen' } | { type: 'too_many'; max: number }
type BatchNotFound = { type: 'batch_not_found' }

export interface BatchPreview {
  /** All that was chosen. */
  count: number
  /** Those of which nothing stands in the way as it is now. */
  able: ChosenService[]
  refused: { service: ChosenService; reason: BatchRefusal }[]
}

/** More at once is no longer a look at what one does. */
export const batchMax = 5000

/** One thing for many services: shown beforehand, asked of each in the background, with a report of what became of each. */
@inject()
export class StartBatch {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections
  ) {}

  /** What would be done, and what not and why. Nothing is done. */
  preview({
    action,
    hold,
    choice,
  }: Omit<BatchInput, 'note'>): Promise<Result<BatchPreview, StartBatchError>> {
    return inReadTransaction(async () => {
      const chosen = await this.choose(choice)
      if (!chosen.ok) return chosen
      const judged = chosen.value.map((service) => ({
        service,
        reason: this.judge({ action, hold }, service),
      }))
      return ok({
        count: judged.length,
        able: judged.filter(({ reason }) => reason === null).map(({ service }) => service),
        refused: judged.flatMap(({ service, reason }) => (reason ? [{ service, reason }] : [])),
      })
    })
  }

  start({ choice, ...wish }: BatchInput): Promise<Result<ServiceBatch, StartBatchError>> {
    return inTransaction(async () => {
      const chosen = await this.choose(choice)
      if (!chosen.ok) return chosen
      const serviceIds = chosen.value.map(({ id }) => id)
      return ok(await this.begin(wish, serviceIds))
    })
  }

  /** The same again for those that were refused, failed or were never asked. */
  repeat(batchId: string): Promise<Result<ServiceBatch, StartBatchError | BatchNotFound>> {
    return inTransaction(async () => {
      const batch = await findBatch(batchId)
      if (!batch) return err({ type: 'batch_not_found' })
      const serviceIds = await listUndone(batchId)
      if (serviceIds.length === 0) return err({ type: 'nothing_chosen' })
      return ok(await this.begin(batch, serviceIds))
    })
  }

  /** Leaves alone what was not asked of yet. What was asked goes on: it can be called off on its own. */
  stop(batchId: string): Promise<Result<ServiceBatch, BatchNotFound | { type: 'batch_ended' }>> {
    return inTransaction(async () => {
      const batch = await lockBatch(batchId)
      if (!batch) return err({ type: 'batch_not_found' })
      if (batch.status !== 'running') return err({ type: 'batch_ended' })
      const at = this.clock.wall()
      await stopWaitingItems(batchId, at)
      await finishBatch(batchId, { status: 'stopped', at })
      await this.events.record([
        fact(serviceBatchStopped, { kind: 'service_batch', id: batchId }, { data: { batchId } }),
      ])
      return ok({ ...batch, status: 'stopped', finishedAt: at })
    })
  }

  private async choose(choice: ServiceChoice): Promise<Result<ChosenService[], StartBatchError>> {
    const chosen = await chooseServices(choice, batchMax + 1)
    if (chosen.length === 0) return err({ type: 'nothing_chosen' })
    return chosen.length > batchMax ? err({ type: 'too_many', max: batchMax }) : ok(chosen)
  }

  private judge(wish: BatchWish, service: ChosenService): BatchRefusal | null {
    const { power } = this.connections.capabilitiesOf({ driver: service.driver, config: service.panelConfig })
    return refusalFor(wish, { ...service, canPower: power })
  }

  private async begin(
    { action, hold, note }: BatchWish & { note: string },
    serviceIds: string[]
  ): Promise<ServiceBatch> {
    const { kind, id } = currentActor()
    const batch: ServiceBatch = {
      id: newId(),
      action,
      hold,
      note,
      status: 'running',
      itemCount: serviceIds.length,
      requestedBy: { kind, id },
      createdAt: this.clock.wall(),
      finishedAt: null,
    }
    await insertBatch(batch, serviceIds)
    const data = { batchId: batch.id, action, hold, note, count: serviceIds.length }
    await this.events.record([fact(serviceBatchStarted, { kind: 'service_batch', id: batch.id }, { data })])
    await enqueue(runBatch, { batchId: batch.id })
    return batch
  }
}
