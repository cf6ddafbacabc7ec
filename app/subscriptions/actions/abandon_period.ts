import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import type { CalendarDate } from '#app/shared/time/calendar'
import { VoidInvoice } from '#app/billing/index'
import type { Subscription } from '#app/subscriptions/domain/subscription'
import { releasePeriods } from '#app/subscriptions/records/invoiced_periods'
import { lockSubscription, updateSubscription } from '#app/subscriptions/records/subscriptions'

export type AbandonPeriodError = { type: 'payment_under_way' }

/**
 * Takes back the unpaid invoice of periods that have not begun. Each subscription on it stands again where it stood before;
 * those that go on are invoiced anew at the next look, without the one that ends.
 */
@inject()
export class AbandonPeriod {
  constructor(private voidInvoice: VoidInvoice) {}

  /** The subscriptions of the invoice are locked by the caller. */
  execute(input: {
    invoiceId: string
    mates: Subscription[]
    today: CalendarDate
  }): Promise<Result<void, AbandonPeriodError>> {
    return inTransaction(async () => {
      const voided = await this.voidInvoice.execute({
        invoiceId: input.invoiceId,
        reason: 'The period it was for will not run',
      })
      if (!voided.ok && voided.error.type === 'payment_under_way') return err({ type: 'payment_under_way' })
      if (!voided.ok) throw new Error(`Invoice ${input.invoiceId}: ${voided.error.type}`)
      for (const period of await releasePeriods(input.invoiceId)) {
        const fresh = await lockSubscription(period.subscriptionId)
        const goesOn = fresh?.status !== 'cancelled' && !fresh?.cancelAtPeriodEnd
        await updateSubscription(period.subscriptionId, {
          currentPeriodStartsOn: period.previousStartsOn,
          renewsOn: period.startsOn,
          invoiceOn: goesOn ? input.today : null,
        })
      }
      return ok()
    })
  }
}
