import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { addDays, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  findFirstBookedDay,
  lockTotalsBefore,
  saveTotalsBefore,
  writeDayTotals,
} from '#app/ledger/records/day_totals'

/**
 * Keeps the totals of days that are over, so that reports as of any day read a few hundred rows instead of millions. Yesterday
 * stays open: what began before midnight may still be written down. A booking into a summed-up day opens it again (the database
 * sees to that), and the next run sums it up anew.
 */
@inject()
export class SumUpDays {
  constructor(private clock: Clock) {}

  /** @returns how many totals were written */
  execute(): Promise<number> {
    return inTransaction(async () => {
      const until = addDays(dateIn(currentTenant().timeZone, this.clock.now()), -1)
      const before = await lockTotalsBefore()
      if (before !== null && before >= until) return 0
      const from = before ?? (await findFirstBookedDay())
      if (from === null || from >= until) return 0
      const count = await writeDayTotals(from, until)
      await saveTotalsBefore(until)
      return count
    })
  }
}
