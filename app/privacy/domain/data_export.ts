import { type Caller, isAllowed, reachableServices } from '#app/shared/http/caller'

/** How long a copy can be downloaded. */
export const exportDays = 7
/** A try whose process died is made again after this long, and given up after so many. */
export const exportLeaseMinutes = 30
export const exportAttempts = 3

/** Percent of the whole. */
const whole = 100

/** How far a copy is, in percent, when so many of its parts are done. It says 100 only when it can be downloaded. */
export function progressOf(done: number, all: number): number {
  return all === 0 ? 0 : Math.min(whole - 1, Math.floor((done * whole) / all))
}

/** A copy holds everything of the customer: it is for whoever may read everything, and no way around what somebody was not given. */
export function mayHaveCopy(caller: Caller): boolean {
  const reads = ['account:write', 'services:read', 'billing:read'] as const
  return reads.every((ability) => isAllowed(caller, ability)) && reachableServices(caller) === null
}
