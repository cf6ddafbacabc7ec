import { inject } from '@adonisjs/core'
import { findCustomer } from '#app/customers/index'
import { findPaymentLimits, findSmallestCharge, listPaymentMethods } from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import {
  type BalanceSettings,
  findTopUpComplaint,
  type TopUpComplaint,
} from '#app/billing/domain/balance_settings'
import { balanceSettingsChanged } from '#app/billing/events'
import { saveBalanceSettings } from '#app/billing/records/balance_settings'

export type ChangeBalanceSettingsError =
  | { type: 'customer_not_found' | 'method_not_found' | 'top_ups_off' }
  | { type: 'complaint'; complaint: TopUpComplaint; currency: string }

/** A customer says whether invoices are paid from the balance, and when money is added to it by itself. Saving ends a pause. */
@inject()
export class ChangeBalanceSettings {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(
    customerId: string,
    wish: Omit<BalanceSettings, 'pausedAt'>
  ): Promise<Result<BalanceSettings, ChangeBalanceSettingsError>> {
    return inTransaction(async () => {
      const customer = await findCustomer(customerId)
      if (!customer) return err({ type: 'customer_not_found' })
      const { currency } = customer
      const refusal = await this.findRefusal(customerId, wish, currency)
      if (refusal) return err(refusal)
      const settings: BalanceSettings = { ...wish, pausedAt: null }
      await saveBalanceSettings(customerId, settings, { currency, at: this.clock.now() })
      const data = { paysInvoices: wish.paysInvoices, addsByItself: wish.topUp !== null }
      await this.events.record([
        fact(balanceSettingsChanged, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok(settings)
    })
  }

  private async findRefusal(
    customerId: string,
    { topUp }: Omit<BalanceSettings, 'pausedAt'>,
    currency: string
  ): Promise<ChangeBalanceSettingsError | null> {
    if (!topUp) return null
    const limits = await findPaymentLimits(currency)
    if (!limits.allowsTopUps) return { type: 'top_ups_off' }
    const complaint = findTopUpComplaint(topUp, limits)
    if (complaint) return { type: 'complaint', complaint, currency }
    const methods = await listPaymentMethods(customerId)
    const { paymentMethodId } = topUp
    const method = paymentMethodId ? methods.find(({ id }) => id === paymentMethodId) : methods[0]
    if (!method) return { type: 'method_not_found' }
    const limit = await findSmallestCharge({ paymentMethodId: method.id, currency })
    if (limit === null || topUp.amount >= limit) return null
    return { type: 'complaint', complaint: { field: 'amount', type: 'below_top_up_min', limit }, currency }
  }
}
