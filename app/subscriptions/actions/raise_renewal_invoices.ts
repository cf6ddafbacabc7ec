import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { addDays, addDuration, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { readPolicies } from '#app/billing/index'
import { InvoiceRenewals } from '#app/subscriptions/actions/invoice_renewals'
import { subscriptionRenewalFailed } from '#app/subscriptions/events'
import {
  type DueRenewals,
  listDueGroups,
  noteRenewalFailure,
  type RenewalGroup,
} from '#app/subscriptions/records/due_renewals'

const groupsPerChunk = 500
const retryAfterHours = 1

/**
 * The billing run: invoices every renewal whose day has come. It works in chunks of hundreds of invoices; a chunk that fails is
 * gone through one by one, so that whoever is broken is found, noted, tried again later, and delays nobody.
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
    const due = this.whatIsDue()
    const retryCount = await this.raiseAlone(due, await this.list(due, this.clock.now()))
    let total = retryCount
    let last = ''
    for (;;) {
      const groups = await this.list(due, null)
      const first = JSON.stringify(groups[0])
      // Whoever is first twice in a row is held by somebody else at this moment: the next look finds it.
      if (groups.length === 0 || first === last) return total
      total += await this.raiseChunk(due, groups)
      last = first
    }
  }

  private whatIsDue(): DueRenewals {
    const { timeZone, policies } = currentTenant()
    const today = dateIn(timeZone, this.clock.now())
    return { today, behindSince: addDays(today, -readPolicies(policies).suspensionDays) }
  }

  private list(due: DueRenewals, retryUntil: Date | null): Promise<RenewalGroup[]> {
    return inReadTransaction(() => listDueGroups(due, { limit: groupsPerChunk, retryUntil }))
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
        await this.noteFailure(group, error)
      }
    }
    return total
  }

  private async noteFailure(group: RenewalGroup, error: unknown): Promise<void> {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500)
    await inTransaction(async () => {
      const retryAt = addDuration(this.clock.now(), { hours: retryAfterHours })
      const ids = await noteRenewalFailure(group, { reason, retryAt })
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
