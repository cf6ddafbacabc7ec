import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { WarnOfPayment } from '#app/payments/actions/warn_of_payment'
import { acceptPaymentForm } from '#app/payments/http/validators/payment_validators'

/** Lets a payment stand that looks risky or is reported as fraud. */
@inject()
export default class PaymentAcceptancesController {
  constructor(private warnOfPayment: WarnOfPayment) {}

  async store(ctx: HttpContext) {
    const { note = null } = await ctx.request.validateUsing(acceptPaymentForm)
    const paymentId = readRecordId(ctx, 'payment')
    const accepted = await this.warnOfPayment.accept({ paymentId, userId: ctx.caller!.userId, note })
    if (accepted.ok) return goBackWith(ctx, 'success', 'staff_notices.payment_accepted')
    if (accepted.error.type === 'payment_not_found') throw notFound(ctx)
    return goBackWith(ctx, 'error', 'staff_notices.payment_not_to_decide')
  }
}
