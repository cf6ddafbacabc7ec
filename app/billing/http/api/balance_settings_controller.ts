import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { formatMoney } from '#app/shared/money/money'
import { unreachable } from '#app/shared/result'
import {
  ChangeBalanceSettings,
  type ChangeBalanceSettingsError,
} from '#app/billing/actions/change_balance_settings'
import { sendCustomerNotFound } from '#app/billing/http/api/customer_refusals'
import { showBalanceSettings } from '#app/billing/http/transformers/balance_transformers'
import { balanceSettingsForm, nobody } from '#app/billing/http/validators/payment_validators'
import { findBalanceSettings } from '#app/billing/queries/find_balance_settings'

/** What a customer says about their balance: their own, or (staff, who only read) any customer's. */
@inject()
export default class BalanceSettingsController {
  constructor(private change: ChangeBalanceSettings) {}

  async show(ctx: HttpContext) {
    const customerId = visibleCustomer(ctx.caller!) ?? readId('customer', ctx.params.id)
    const found = customerId ? await findBalanceSettings(customerId) : null
    return found ? showBalanceSettings(found.settings, found.currency) : sendCustomerNotFound(ctx)
  }

  async update(ctx: HttpContext) {
    const { pays_invoices, top_up } = await ctx.request.validateUsing(balanceSettingsForm)
    const customerId = visibleCustomer(ctx.caller!)
    if (!customerId) return sendCustomerNotFound(ctx)
    const method = top_up?.payment_method_id
    const topUp = top_up && {
      below: BigInt(top_up.below),
      amount: BigInt(top_up.amount),
      dayMax: BigInt(top_up.day_max),
      paymentMethodId: method ? (readId('paymentMethod', method) ?? nobody) : null,
    }
    const changed = await this.change.execute(customerId, { paysInvoices: pays_invoices, topUp })
    if (!changed.ok) return refuse(ctx, changed.error)
    const found = await findBalanceSettings(customerId)
    return showBalanceSettings(changed.value, found!.currency)
  }
}

function refuse(ctx: HttpContext, error: ChangeBalanceSettingsError): void {
  const { i18n } = ctx
  const send = (code: string, field: string, detail: string) =>
    sendProblem(ctx, { status: 422, code, detail, field })
  switch (error.type) {
    case 'customer_not_found':
      return sendCustomerNotFound(ctx)
    case 'method_not_found':
      return send('payment_method_not_found', 'top_up.payment_method_id', i18n.t('balance.automatic.no_method'))
    case 'top_ups_off':
      return send(error.type, 'top_up', i18n.t('balance.off'))
    case 'complaint': {
      const { field, type, limit } = error.complaint
      const shown = formatMoney({ amount: limit, currency: error.currency }, i18n.locale)
      return send('top_up_refused', `top_up.${field}`, i18n.t(`balance.automatic.refused.${type}`, { limit: shown }))
    }
    default:
      return unreachable(error)
  }
} // prettier-ignore
