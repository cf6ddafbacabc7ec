import { inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { settleGatewayJob } from '#app/payments/domain/jobs'
import { paymentDrivers } from '#app/payments/drivers/registry'
import { claimDueSettlements, scheduleNewSettlements } from '#app/payments/records/settlements'

/** Gateways whose day has come to say what they did with our money; by real time, as money moves in the outside world. */
export async function sweepSettlements(): Promise<number> {
  const now = new Clock().wall()
  const drivers = paymentDrivers.filter(({ capabilities }) => capabilities.payouts).map(({ name }) => name)
  const ids = await inTransaction(async () => {
    await scheduleNewSettlements(drivers, addDuration(now, { hours: 1 }))
    return claimDueSettlements(now, addDuration(now, { minutes: 30 }))
  })
  await enqueueMany(
    settleGatewayJob,
    ids.map((gatewayId) => ({ gatewayId }))
  )
  return ids.length
}
