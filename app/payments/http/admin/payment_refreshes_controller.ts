import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'

/** Asks the gateway where a payment stands. */
@inject()
export default class PaymentRefreshesController {
  constructor(private refreshPayment: RefreshPayment) {}

  async store(ctx: HttpContext) {
    const result = await this.refreshPayment.execute({ paymentId: readRecordId(ctx, 'payment') })
    if (!result.ok) throw notFound(ctx)
    return result.value.payment.status === 'unknown'
      ? goBackWith(ctx, 'info', 'staff_notices.payment_still_unknown')
      : goBackWith(ctx, 'success', 'staff_notices.payment_refreshed')
  }
}
