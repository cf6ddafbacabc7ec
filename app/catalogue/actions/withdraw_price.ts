import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { priceWithdrawn } from '#app/catalogue/events'
import {
  type FoundVersion,
  lockPrices,
  lockVersion,
  retireVersions,
} from '#app/catalogue/records/price_writes'

export type WithdrawPriceError = { type: 'price_not_found' } | { type: 'price_ended' }

/**
 * Takes a version of a price back: one that is to come never comes, and the one before it goes on; after the one that holds nothing
 * is offered in its currency and interval any more. Who agreed to a price keeps it.
 */
@inject()
export class WithdrawPrice {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns the plan or option that it was the price of */
  execute(priceId: string): Promise<Result<string, WithdrawPriceError>> {
    return inTransaction(async () => {
      lockPrices()
      const version = await lockVersion(priceId)
      if (!version) return err({ type: 'price_not_found' })
      if (version.isRetired) return err({ type: 'price_ended' })
      const at = this.clock.now()
      const today = dateIn(currentTenant().timeZone, at)
      const { thing, validFrom } = version
      await retireVersions(thing, version, { at, validFrom, today })
      const ownerId = 'planId' in thing ? thing.planId : thing.optionId
      await this.events.record([
        fact(
          priceWithdrawn,
          { kind: 'planId' in thing ? 'plan' : 'option', id: ownerId },
          { data: dataOf(version) }
        ),
      ])
      return ok(ownerId)
    })
  }
}

function dataOf({ id, currency, interval, validFrom }: FoundVersion) {
  return { priceId: id, currency, interval, validFrom }
}
