import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import { CancelPayment } from '#app/payments/actions/cancel_payment'

/** Lets go what a bank holds for a payment that was not taken. */
@inject()
export default class PaymentCancellationsController {
  constructor(private cancelPayment: CancelPayment) {}

  async store(ctx: HttpContext) {
    const result = await this.cancelPayment.execute({ paymentId: readRecordId(ctx, 'payment') })
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.payment_cancelled')
    const { type } = result.error
    switch (type) {
      case 'payment_not_found':
        throw notFound(ctx)
      case 'not_cancellable':
        return goBackWith(ctx, 'error', 'staff_notices.payment_not_cancellable')
      default:
        return unreachable(type)
    }
  }
}
