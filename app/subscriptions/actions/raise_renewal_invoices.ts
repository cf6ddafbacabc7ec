import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { InvoiceRenewals } from '#app/subscriptions/actions/invoice_renewals'
import { subscriptionRenewalFailed } from '#app/subscriptions/events'
import { findDueRenewals } from '#app/subscriptions/queries/find_due_renewals'
import {
  type DueRenewals,
  listDueGroups,
  noteRenewalFailure,
  type RenewalGroup,
} from '#app/subscriptions/records/due_renewals'

const groupsPerPage = 10_000
const groupsPerChunk = 300
/** Chunks under way at once. One waits for the numbers while another is priced or sealed; the database has the work of two processors. */
const lanesMax = 3
const retryAfterHours = 1

/**
 * The billing run: invoices every renewal whose day has come. It works in chunks of hundreds of invoices, some at a time, each in one
 * transaction: a run that is killed has done whole chunks, and the next one does the rest. A chunk that fails is gone through one by
 * one, so that whoever is broken is found, noted, tried again later, and delays nobody.
 */
@inject()
export class RaiseRenewalInvoices {
  constructor(
    private clock: Clock,
    private invoiceRenewals: InvoiceRenewals,
    private events: EventLog
  ) {}

  /** @returns how many subscriptions were renewed */
  async execute(): Promise<number> {
    const due = await findDueRenewals(this.clock)
    let total = await this.raiseAlone(due, await this.list(due, { retryUntil: this.clock.now() }))
    // Whoever is months behind is due again after a pass.
    for (;;) {
      const renewed = await this.passThrough(due)
      if (renewed === 0) return total
      total += renewed
    }
  }

  /** Goes through all that is due, from the earliest on. What somebody else holds at this moment is left for another run. */
  private async passThrough(due: DueRenewals): Promise<number> {
    let total = 0
    let after: RenewalGroup | null = null
    for (;;) {
      const page: RenewalGroup[] = await this.list(due, { after })
      if (page.length === 0) return total
      total += await this.raisePage(due, page)
      after = page.at(-1)!
    }
  }

  private async raisePage(due: DueRenewals, page: RenewalGroup[]): Promise<number> {
    const chunks = chunksOf(page)
    const lanes = Array.from({ length: Math.min(lanesMax, chunks.length) }, () => this.runLane(due, chunks))
    const outcomes = await Promise.allSettled(lanes)
    const failure = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failure) throw failure.reason
    return outcomes.reduce((sum, outcome) => sum + (outcome.status === 'fulfilled' ? outcome.value : 0), 0)
  }

  /** Takes chunks until none is left. When even noting a failure fails, the database is away: then no lane takes another. */
  private async runLane(due: DueRenewals, chunks: RenewalGroup[][]): Promise<number> {
    let total = 0
    try {
      for (let chunk = chunks.shift(); chunk; chunk = chunks.shift())
        total += await this.raiseChunk(due, chunk)
      return total
    } catch (error) {
      chunks.length = 0
      throw error
    }
  }

  private list(
    due: DueRenewals,
    { after = null, retryUntil = null }: { after?: RenewalGroup | null; retryUntil?: Date | null }
  ): Promise<RenewalGroup[]> {
    return inReadTransaction(() => listDueGroups(due, { limit: groupsPerPage, after, retryUntil }))
  }

  private async raiseChunk(due: DueRenewals, groups: RenewalGroup[]): Promise<number> {
    try {
      return await this.invoiceRenewals.execute(due, groups)
    } catch {
      // The chunk was rolled back as a whole; alone, each group shows whether it was the culprit, and keeps its own reason.
      return this.raiseAlone(due, groups)
    }
  }

  private async raiseAlone(due: DueRenewals, groups: RenewalGroup[]): Promise<number> {
    let total = 0
    for (const group of groups) {
      try {
        total += await this.invoiceRenewals.execute(due, [group])
      } catch (error) {
        await this.noteFailure(due, group, error)
      }
    }
    return total
  }

  private async noteFailure(due: DueRenewals, group: RenewalGroup, error: unknown): Promise<void> {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500)
    await inTransaction(async () => {
      const retryAt = addDuration(this.clock.now(), { hours: retryAfterHours })
      const ids = await noteRenewalFailure(due, group, { reason, retryAt })
      await this.events.record(
        ids.map((id) =>
          fact(
            subscriptionRenewalFailed,
            { kind: 'subscription', id },
            { customerId: group.customerId, data: { subscriptionId: id, reason } }
          )
        )
      )
    })
  }
}

function chunksOf(page: RenewalGroup[]): RenewalGroup[][] {
  const count = Math.ceil(page.length / groupsPerChunk)
  return Array.from({ length: count }, (_, index) =>
    page.slice(index * groupsPerChunk, (index + 1) * groupsPerChunk)
  )
}
