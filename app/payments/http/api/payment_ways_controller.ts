import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { visibleCustomer } from '#app/shared/http/caller'
import { showPaymentWay } from '#app/payments/http/transformers/way_transformers'
import { listPaymentWays } from '#app/payments/queries/list_payment_ways'

/** How customers may pay in their currency, in the order in which it is offered. */
export default class PaymentWaysController {
  async index({ caller }: HttpContext) {
    const customer = await findCustomer(visibleCustomer(caller!)!)
    return { data: (await listPaymentWays(customer?.currency)).map(showPaymentWay), next_cursor: null }
  }
}
