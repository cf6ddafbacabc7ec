import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { addDays, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { PostEntries } from '#app/ledger/index'
import { bookDays, bookRelease } from '#app/billing/domain/revenue'
import {
  findFirstDeferral,
  listUnreleased,
  lockRecognisedBefore,
  planCreditNotes,
  planIssuedInvoices,
  planVoidedInvoices,
  planWrittenOffInvoices,
  saveRecognisedBefore,
  sumDays,
} from '#app/billing/records/revenue_schedules'

/** A longer absence is made up for in steps of so many days, each committed by itself. */
const daysAtOnce = 31
/** How far back entries are looked for that have no schedule yet. One that came later than that is found by `ledger:check`. */
const lookBackDays = 62

/**
 * Turns what customers paid in advance into revenue, day by day: plans what was issued or taken back since the last time, and
 * books each day that is over, in one entry per currency. Days on which nothing ran are made up for, each under its own date.
 */
@inject()
export class RecogniseRevenue {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries
  ) {}

  /** @returns how many schedules and days were written */
  async execute(): Promise<number> {
    let [total, step] = [0, await this.goOn()]
    while (!step.isDone) {
      total += step.count
      step = await this.goOn()
    }
    return total + step.count
  }

  private goOn(): Promise<{ count: number; isDone: boolean }> {
    return inTransaction(async () => {
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const before = (await lockRecognisedBefore()) ?? (await this.begin())
      if (before === null) return { count: 0, isDone: true }
      const planned = await this.plan(before)
      const until = [addDays(before, daysAtOnce), today].sort()[0]!
      if (until <= before) return { count: planned, isDone: true }
      await this.postEntries.execute(bookDays(currentTenant().id, await sumDays(before, until)))
      await saveRecognisedBefore(until)
      return { count: planned + 1, isDone: until === today }
    })
  }

  /** Where nothing has been booked yet, the first deferral is the first day. */
  private async begin(): Promise<CalendarDate | null> {
    const first = await findFirstDeferral()
    if (first !== null) await saveRecognisedBefore(first)
    return first
  }

  private async plan(recognisedBefore: CalendarDate): Promise<number> {
    const intake = { since: addDays(recognisedBefore, -lookBackDays), recognisedBefore }
    const issued = await planIssuedInvoices(intake)
    let [credited, more] = [0, await planCreditNotes(intake)]
    while (more > 0) {
      credited += more
      more = await planCreditNotes(intake)
    }
    const takenBack = (await planVoidedInvoices(intake)) + (await planWrittenOffInvoices(intake))
    await this.postEntries.execute((await listUnreleased(intake.since)).map(bookRelease))
    return issued + credited + takenBack
  }
}
