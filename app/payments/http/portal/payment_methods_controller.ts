import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { readCustomerBalance } from '#app/ledger/index'
import { nothingHere, ownCustomer, tell } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { RemoveMethod } from '#app/payments/actions/remove_method'
import { SetDefaultMethod } from '#app/payments/actions/set_default_method'
import { showPaymentMethod } from '#app/payments/http/transformers/method_transformers'
import { showPaymentWay } from '#app/payments/http/transformers/way_transformers'
import { countRenewingSubscriptions } from '#app/payments/queries/count_renewing_subscriptions'
import { listPaymentMethods } from '#app/payments/queries/list_payment_methods'
import { listPaymentWays } from '#app/payments/queries/list_payment_ways'

/** The cards and accounts a customer lets us keep, and the money we hold for them. */
@inject()
export default class PaymentMethodsController {
  constructor(
    private remove: RemoveMethod,
    private makeDefault: SetDefaultMethod
  ) {}

  async index(ctx: HttpContext) {
    const customerId = ownCustomer(ctx)
    const { currency } = (await findCustomer(customerId))!
    return renderPage(ctx, 'payments/portal/payment_methods', {
      methods: (await listPaymentMethods(customerId)).map(showPaymentMethod),
      renewing_count: await countRenewingSubscriptions(customerId),
      balance: toWire(await readCustomerBalance({ customerId, currency })),
    })
  }

  async create(ctx: HttpContext) {
    const ways = (await listPaymentWays()).filter(({ savesMethods }) => savesMethods)
    return renderPage(ctx, 'payments/portal/new_payment_method', { ways: ways.map(showPaymentWay) })
  }

  async update(ctx: HttpContext) {
    const paymentMethodId = readId('paymentMethod', ctx.params.id)
    const customerId = ownCustomer(ctx)
    const result = paymentMethodId && (await this.makeDefault.execute({ customerId, paymentMethodId }))
    if (!result || !result.ok) return nothingHere(ctx)
    tell(ctx, 'success', 'payments.methods.made_default')
    return ctx.response.redirect().toPath('/payment-methods')
  }

  async destroy(ctx: HttpContext) {
    const paymentMethodId = readId('paymentMethod', ctx.params.id)
    const customerId = ownCustomer(ctx)
    const result = paymentMethodId && (await this.remove.execute({ customerId, paymentMethodId }))
    if (!result || !result.ok) return nothingHere(ctx)
    tell(ctx, 'success', 'payments.methods.removed')
    return ctx.response.redirect().toPath('/payment-methods')
  }
}
