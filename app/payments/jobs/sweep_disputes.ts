import { inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import app from '@adonisjs/core/services/app'
import { AnnounceDisputeDeadlines } from '#app/payments/actions/announce_dispute_deadlines'
import { lookForDisputesJob, refreshDisputeJob } from '#app/payments/domain/jobs'
import { driverNamed } from '#app/payments/drivers/registry'
import { claimToCheck } from '#app/payments/records/shared_questions'
import { claimGatewaysToAskForDisputes } from '#app/payments/records/gateways'

const batch = 200
const lookHours = 6
/** Each look begins so long before the one before, which may have failed. */
const overlapDays = 7

/** Open disputes whose time to ask has come: answers that were lost, banks that decide in silence. */
export async function sweepDisputes(): Promise<number> {
  const ids = await inTransaction(() =>
    claimToCheck('disputes', { now: new Clock().now(), limit: batch, putOffMinutes: 5 })
  )
  await enqueueMany(
    refreshDisputeJob,
    ids.map((disputeId) => ({ disputeId }))
  )
  return ids.length
}

/** Gateways that were not asked for new disputes for a while, by real time: messages about them may be lost. */
export async function sweepNewDisputes(): Promise<number> {
  const now = new Clock().wall()
  const before = addDuration(now, { hours: -lookHours })
  const gateways = await inTransaction(() => claimGatewaysToAskForDisputes({ before, now }))
  const able = gateways.filter(({ driver }) => driverNamed(driver).capabilities.disputes)
  await enqueueMany(
    lookForDisputesJob,
    able.map(({ id: gatewayId, checkedAt }) => ({
      gatewayId,
      since: addDuration(checkedAt, { days: -overlapDays }).toISOString(),
    }))
  )
  return able.length
}

/** Disputes that nobody has answered and whose deadline is near. */
export async function sweepDisputeDeadlines(): Promise<number> {
  return (await app.container.make(AnnounceDisputeDeadlines)).execute()
}
