import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { consentOf, readGatewayId, refuseBeginning } from '#app/payments/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { ChargeInvoices } from '#app/billing/actions/charge_invoices'
import { PayInvoices } from '#app/billing/actions/pay_invoices'
import { refuseCharging, refusePaying } from '#app/billing/http/api/pay_refusals'
import { describePaidInvoices } from '#app/billing/queries/describe_paid_invoices'
import { showPaidInvoices } from '#app/billing/http/transformers/balance_transformers'
import {
  chargeInvoicesForm,
  nobody,
  payInvoicesForm,
  readWishes,
} from '#app/billing/http/validators/payment_validators'

/** One payment for several invoices, or for a part of one. */
@inject()
export default class PaymentBundlesController {
  constructor(
    private payInvoices: PayInvoices,
    private chargeInvoices: ChargeInvoices
  ) {}

  /** By the customer, who is there. */
  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(payInvoicesForm)
    const customerId = visibleCustomer(ctx.caller!)!
    const paymentMethodId = form.payment_method_id ? readId('paymentMethod', form.payment_method_id) : null
    if (form.payment_method_id && !paymentMethodId) return refuseBeginning(ctx, { type: 'method_not_found' })
    const wishes = readWishes(form.invoices)
    const paid = await this.payInvoices.execute({
      customerId,
      wishes,
      usesBalance: form.uses_balance ?? false,
      requestKey: form.request_key ?? null,
      paymentMethodId,
      gatewayId: readGatewayId(form.gateway_id),
      consent: form.save_method ? consentOf(ctx) : null,
    })
    return paid.ok
      ? showPaidInvoices(await describePaidInvoices(paid.value))
      : refusePaying(ctx, paid.error, await this.asked(customerId, wishes))
  }

  /** By staff: a saved method of the customer is charged, who is not there. */
  async charge(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(chargeInvoicesForm)
    const customerId = readId('customer', ctx.params.id)
    if (!customerId || !(await findCustomer(customerId)))
      return sendProblem(ctx, {
        status: 404,
        code: 'customer_not_found',
        detail: 'There is no such customer.',
      })
    const { payment_method_id: method } = form
    const wishes = readWishes(form.invoices)
    const charged = await this.chargeInvoices.execute({
      customerId,
      wishes,
      usesBalance: form.uses_balance ?? false,
      requestKey: form.request_key ?? null,
      paymentMethodId: method ? (readId('paymentMethod', method) ?? nobody) : null,
    })
    return charged.ok
      ? showPaidInvoices(await describePaidInvoices(charged.value))
      : refuseCharging(ctx, charged.error, await this.asked(customerId, wishes))
  }

  private async asked(customerId: string, wishes: ReturnType<typeof readWishes>) {
    return { wishes, currency: (await findCustomer(customerId))!.currency }
  }
}
