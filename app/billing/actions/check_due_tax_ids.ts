import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import { addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { checkTaxId } from '#app/billing/domain/jobs'
import { claimTaxIdsToCheck } from '#app/billing/records/tax_ids'

const batch = 100
const claimMs = 10 * 60_000

/** Has tax ids checked whose time has come: confirmations that grow old, and questions that nobody answered. */
@inject()
export class CheckDueTaxIds {
  constructor(private clock: Clock) {}

  /** @returns how many */
  execute(): Promise<number> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const customerIds = await claimTaxIdsToCheck({
        now,
        claimedUntil: addMilliseconds(now, claimMs),
        limit: batch,
      })
      await enqueueMany(
        checkTaxId,
        customerIds.map((customerId) => ({ customerId }))
      )
      return customerIds.length
    })
  }
}
