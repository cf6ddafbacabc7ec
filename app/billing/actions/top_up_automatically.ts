import { inject } from '@adonisjs/core'
import { findCustomer } from '#app/customers/index'
import { readCustomerBalance } from '#app/ledger/index'
import { type AbandonedPayments, CallOffPayments, ChargeSavedMethod, type Payment } from '#app/payments/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { err, isErr, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { isTopUpDue } from '#app/billing/domain/balance_settings'
import { topUpsPaused } from '#app/billing/events'
import {
  countTopUp,
  listBalancesToTopUp,
  lockBalanceSettings,
  pauseTopUps,
  uncountTopUp,
} from '#app/billing/records/balance_settings'
import { findPaymentBeginning } from '#app/billing/records/payments_seen'

const perLook = 200

export type NoTopUp =
  | { type: 'not_due' | 'ceiling_reached' | 'not_possible' }
  /** One from the same method waits for its customer at the bank. */
  | { type: 'action_required'; payment: Payment }

/**
 * Adds money to balances that are below what their customers want, from the method that they chose. Settings are locked while it is decided, one top-up at
 * most is open for a customer, and the database holds the ceiling of the day: whoever looks at once, nothing is charged twice.
 */
@inject()
export class TopUpAutomatically {
  constructor(
    private clock: Clock,
    private charge: ChargeSavedMethod,
    private callOff: CallOffPayments,
    private events: EventLog
  ) {}

  /** @returns for how many a look was taken */
  async executeForAll(): Promise<number> {
    const due = await inReadTransaction(() => listBalancesToTopUp(perLook))
    return eachAlone(due, async (customerId) => void (await this.execute({ customerId })))
  }

  async execute({ customerId }: { customerId: string }): Promise<Result<Payment, NoTopUp>> {
    let reserved = await inTransaction(() => this.reserve(customerId))
    if (!reserved.ok && reserved.error.type === 'abandoned') {
      await this.callOff.execute(reserved.error.payments)
      reserved = await inTransaction(() => this.reserve(customerId))
    }
    if (reserved.ok) {
      await this.charge.proceed(reserved.value)
      return reserved
    }
    const { error } = reserved
    if (error.type === 'abandoned') return err({ type: 'not_due' })
    if (error.type === 'not_possible') await this.pause({ customerId, reason: 'no_method' })
    if (error.type === 'action_required')
      await this.pause({ customerId, reason: error.type, paymentId: error.payment.id })
    return err(error)
  }

  /** A charge that did not work ends it until the customer says otherwise, and what it did not take counts towards no ceiling. */
  pause(input: {
    customerId: string
    reason: 'declined' | 'action_required' | 'no_method'
    paymentId?: string
  }): Promise<void> {
    const { customerId, reason, paymentId = null } = input
    return inTransaction(async () => {
      if (paymentId && reason === 'declined') await this.release({ customerId, paymentId })
      if (!(await pauseTopUps(customerId, this.clock.now()))) return
      await this.events.record([
        fact(topUpsPaused, { kind: 'customer', id: customerId }, { customerId, data: { reason, paymentId } }),
      ])
    })
  } // prettier-ignore

  /** What became of one payment. One that staff asked for says nothing about what is charged by itself. */
  pauseAfter(input: { customerId: string; reason: 'declined' | 'action_required'; paymentId: string }): Promise<void> {
    return inTransaction(async () => {
      const begun = await findPaymentBeginning(input.paymentId)
      if (begun?.isAutomatic) await this.pause(input)
    })
  } // prettier-ignore

  /** A charge that took nothing counts towards no ceiling: declined, or called off while its bank waited for the customer. */
  release({ customerId, paymentId }: { customerId: string; paymentId: string }): Promise<void> {
    return inTransaction(async () => {
      const begun = await findPaymentBeginning(paymentId)
      if (!begun?.isAutomatic) return
      const on = dateIn(currentTenant().timeZone, begun.at)
      await uncountTopUp(customerId, { on, amount: begun.amount })
    })
  }

  private async reserve(customerId: string): Promise<Result<Payment, NoTopUp | AbandonedPayments>> {
    const settings = await lockBalanceSettings(customerId)
    const customer = await findCustomer(customerId)
    if (!settings?.topUp || !customer) return err({ type: 'not_due' })
    const { currency } = customer
    const balance = await readCustomerBalance({ customerId, currency })
    if (!isTopUpDue(settings, balance.amount)) return err({ type: 'not_due' })
    const { amount, dayMax, paymentMethodId } = settings.topUp
    const on = dateIn(currentTenant().timeZone, this.clock.now())
    const debt = { kind: 'top_up', customerId, money: { amount, currency } } as const
    const payment = await this.charge.reserve({ debt, paymentMethodId })
    if (!isErr(payment)) {
      const isCounted = await countTopUp(customerId, { on, amount, dayMax })
      return isCounted ? ok(payment.value) : err({ type: 'ceiling_reached' })
    }
    const { error } = payment
    switch (error.type) {
      case 'no_method':
      case 'no_gateway':
      case 'below_smallest_charge':
        return err({ type: 'not_possible' })
      case 'action_required':
        return err(error)
      case 'abandoned':
        // One that was charged by us makes way for another card; what its customer began themselves is left to them.
        return err(error.payments.every(({ isOffSession }) => isOffSession) ? error : { type: 'not_due' })
      default:
        return err({ type: 'not_due' })
    }
  }
}
