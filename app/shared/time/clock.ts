import { currentContext } from '#app/shared/database/context'

/**
 * The one place where domain time is read. Inside a tenant it is the wall clock plus the tenant's shift, or the instant at
 * which the tenant's clock stands still (time machine, tests).
 */
export class Clock {
  now(): Date {
    const clock = currentContext()?.tenant.clock
    if (clock?.frozenAt) return new Date(clock.frozenAt)
    return new Date(Date.now() + (clock?.offsetMs ?? 0))
  }

  /** The wall clock, for deadlines, signatures and heartbeats: things that live in the outside world's time. */
  wall(): Date {
    return new Date()
  }
}
