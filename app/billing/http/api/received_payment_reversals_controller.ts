import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId, showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { ReverseReceivedPayment } from '#app/billing/actions/reverse_received_payment'
import { sendCustomerNotFound } from '#app/billing/http/api/customer_refusals'
import { nobody, reversalForm } from '#app/billing/http/validators/payment_validators'

const statuses = { received_payment_not_found: 404, already_reversed: 409, payment_under_way: 409 } as const

/** Taking recorded payments back. */
@inject()
export default class ReceivedPaymentReversalsController {
  constructor(private reverse: ReverseReceivedPayment) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reversalForm)
    const customerId = readId('customer', ctx.params.id)
    if (!customerId) return sendCustomerNotFound(ctx)
    const receivedPaymentId = readId('receivedPayment', ctx.params.paymentId) ?? nobody
    const reversed = await this.reverse.execute({ receivedPaymentId, customerId, cause: 'staff', reason })
    if (!reversed.ok) {
      const { type } = reversed.error
      const detail = ctx.i18n.t(`banking.refused.${type}`)
      return sendProblem(ctx, { status: statuses[type], code: type, detail })
    }
    const { received, reopened, shortBy } = reversed.value
    const { currency } = received.money
    ctx.response.status(201)
    return {
      received_payment_id: showId('receivedPayment', received.id),
      amount: toWire(received.money),
      invoices: reopened.map((invoice) => ({
        id: showId('invoice', invoice.id),
        reference: invoice.reference,
        amount_due: toWire({ amount: invoice.amountDue, currency }),
      })),
      below_zero_by: toWire({ amount: shortBy, currency }),
    }
  }
}
