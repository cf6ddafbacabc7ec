import { addDuration } from '#app/shared/time/calendar'

/** Days that are looked at again each time: what a gateway shows late is still found, and what is known changes nothing. */
const overlapDays = 3
/** Payouts change for longer: a bank may send one back a week after it arrived. */
const payoutOverlapDays = 14

/** Since when payouts and movements are asked for. Before the first time: since the gateway was connected, its history is not ours. */
export function windowOf({
  gatewayId,
  settledUntil,
  now,
}: {
  gatewayId: string
  settledUntil: Date | null
  now: Date
}): { payouts: Date; movements: Date } {
  if (settledUntil) {
    return {
      payouts: addDuration(settledUntil, { days: -payoutOverlapDays }),
      movements: addDuration(settledUntil, { days: -overlapDays }),
    }
  }
  const connectedAt = madeAt(gatewayId)
  const since = connectedAt <= now ? addDuration(connectedAt, { hours: -1 }) : addDuration(now, { days: -1 })
  return { payouts: since, movements: since }
}

/** Ids carry the real time at which they were made; the tenant's clock may have been moved since. */
function madeAt(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}

/** How long after the nth failure in a row the gateway is asked again: 10 minutes, doubled each time, six hours at most. */
export function retryMinutes(failures: number): number {
  return Math.min(10 * 2 ** (failures - 1), 360)
}
