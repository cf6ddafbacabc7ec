import app from '@adonisjs/core/services/app'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import type { Sweep } from '#app/shared/jobs/sweep'
import { Clock } from '#app/shared/time/clock'
import { addDuration } from '#app/shared/time/calendar'
import {
  checkPanel,
  holdCapacity,
  observeService,
  removePanelUser,
  repairDrift,
  runBatch,
  runOperation,
} from '#app/provisioning/domain/jobs'
import { ComparePanel } from '#app/provisioning/actions/compare_panel'
import { WatchSupply } from '#app/provisioning/actions/watch_supply'
import { SteerService } from '#app/provisioning/actions/steer_service'
import {
  listOrdersToReserve,
  listServicesAstray,
  listServicesToObserve,
} from '#app/provisioning/queries/list_due_services'
import { listPanelsToCompare, listRepairsUnderWay } from '#app/provisioning/queries/list_due_comparisons'
import { releaseExpiredHolds } from '#app/provisioning/records/capacity_holds'
import { handOutDueOperations } from '#app/provisioning/records/operations'
import { listDueRemovals } from '#app/provisioning/records/panel_users'
import { listPanels } from '#app/provisioning/records/panels'
import { listRunningBatches } from '#app/provisioning/records/service_batches'

const observeEveryMinutes = 15
const checkEveryMinutes = 2
const compareEveryHours = 24
/** How long an operation may lie in the queue, or stand in line for its panel, before it counts as lost there. */
const lostInQueueMs = 30_000
const compareStuckMinutes = 10
const clock = new Clock()

/** Operations whose pause is over or whose worker was lost. */
async function resumeOperations(): Promise<number> {
  return inTransaction(async () => {
    const ids = await handOutDueOperations({ at: clock.wall(), lostAfterMs: lostInQueueMs, limit: 500 })
    await enqueueMany(
      runOperation,
      ids.map((operationId) => ({ operationId }))
    )
    return ids.length
  })
}

/** Services whose panel does not do what it should, whatever event was lost. */
async function reconcileServices(): Promise<number> {
  const ids = await inReadTransaction(() => listServicesAstray(500))
  const steer = await app.container.make(SteerService)
  for (const id of ids) await steer.execute(id)
  return ids.length
}

async function observeServices(): Promise<number> {
  return inTransaction(async () => {
    const before = addDuration(clock.wall(), { minutes: -observeEveryMinutes })
    const ids = await listServicesToObserve({ before, limit: 200 })
    await enqueueMany(
      observeService,
      ids.map((serviceId) => ({ serviceId }))
    )
    return ids.length
  })
}

async function reserveForgottenOrders(): Promise<number> {
  return inTransaction(async () => {
    const ids = await listOrdersToReserve({ before: addDuration(clock.now(), { minutes: -5 }), limit: 200 })
    await enqueueMany(
      holdCapacity,
      ids.map((orderId) => ({ orderId }))
    )
    return ids.length
  })
}

async function checkPanels(): Promise<number> {
  return inTransaction(async () => {
    const before = addDuration(clock.wall(), { minutes: -checkEveryMinutes })
    const panels = (await listPanels()).filter(
      (panel) => panel.status !== 'disabled' && (panel.lastCheckedAt === null || panel.lastCheckedAt < before)
    )
    await enqueueMany(
      checkPanel,
      panels.map((panel) => ({ panelId: panel.id }))
    )
    return panels.length
  })
}

/** What nobody can say there is room for is not sold. */
async function watchSupply(): Promise<number> {
  return (await app.container.make(WatchSupply)).execute()
}

/** Every panel once a day; a run whose worker was lost goes on where it stood. */
async function comparePanels(): Promise<number> {
  const now = clock.wall()
  const due = await inReadTransaction(() =>
    listPanelsToCompare({
      notSince: addDuration(now, { hours: -compareEveryHours }),
      stuckSince: addDuration(now, { minutes: -compareStuckMinutes }),
    })
  )
  const compare = await app.container.make(ComparePanel)
  for (const panelId of due) await compare.begin(panelId)
  return due.length
}

/** Repairs, and things asked of many services, whose worker was lost. */
async function resumeRepairs(): Promise<number> {
  return inTransaction(async () => {
    const ids = await listRepairsUnderWay(200)
    await enqueueMany(
      repairDrift,
      ids.map((driftId) => ({ driftId }))
    )
    const batchIds = await listRunningBatches(50)
    await enqueueMany(
      runBatch,
      batchIds.map((batchId) => ({ batchId }))
    )
    return ids.length + batchIds.length
  })
}

/** Accounts of customers who were forgotten, at panels that did not answer before. */
async function removePanelUsers(): Promise<number> {
  return inTransaction(async () => {
    const due = await listDueRemovals(clock.wall(), 200)
    await enqueueMany(removePanelUser, due)
    return due.length
  })
}

/** What provisioning looks for by due date, and how often. */
export const provisioningSweeps: Sweep[] = [
  { name: 'resume_operations', everyMs: 2_000, run: resumeOperations },
  { name: 'reconcile_services', everyMs: 30_000, run: reconcileServices },
  { name: 'observe_services', everyMs: 60_000, run: observeServices },
  { name: 'reserve_forgotten_orders', everyMs: 60_000, run: reserveForgottenOrders },
  {
    name: 'release_expired_holds',
    everyMs: 60_000,
    run: () => inTransaction(() => releaseExpiredHolds(clock.now())),
  },
  { name: 'check_panels', everyMs: 60_000, run: checkPanels },
  { name: 'watch_supply', everyMs: 30_000, run: watchSupply },
  { name: 'compare_panels', everyMs: 600_000, run: comparePanels },
  { name: 'resume_repairs', everyMs: 300_000, run: resumeRepairs },
  { name: 'remove_panel_users', everyMs: 60_000, run: removePanelUsers },
]
