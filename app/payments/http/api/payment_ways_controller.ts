import { showPaymentWay } from '#app/payments/http/transformers/way_transformers'
import { listPaymentWays } from '#app/payments/queries/list_payment_ways'

/** How customers may pay, in the order in which it is offered. */
export default class PaymentWaysController {
  async index() {
    return { data: (await listPaymentWays()).map(showPaymentWay), next_cursor: null }
  }
}
