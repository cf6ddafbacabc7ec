import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { filterId, readId } from '#app/shared/ids'
import type { Result } from '#app/shared/result'
import { CompleteRefund, type EndRefundError } from '#app/payments/actions/complete_refund'
import { RefreshRefund } from '#app/payments/actions/refresh_refund'
import type { Refund } from '#app/payments/domain/refund'
import { refuseRefundEnding, sendRefundNotFound } from '#app/payments/http/api/refund_refusals'
import { showStaffRefund } from '#app/payments/http/transformers/refund_transformers'
import { listRefundsQuery, refundCompletionForm } from '#app/payments/http/validators/refund_validators'
import { findRefundFor, listRefunds } from '#app/payments/queries/list_refunds'

/** All refunds, for staff. Who may begin one is decided in billing, which knows what it takes back. */
@inject()
export default class RefundsController {
  constructor(
    private refreshRefund: RefreshRefund,
    private completeRefund: CompleteRefund
  ) {}

  async index(ctx: HttpContext) {
    const filters = await ctx.request.validateUsing(listRefundsQuery)
    const page = await listRefunds({
      customerId: null,
      ofCustomer: filterId('customer', filters.customer_id),
      paymentId: filterId('payment', filters.payment_id),
      invoiceId: filterId('invoice', filters.invoice_id),
      status: filters.status ?? null,
      before: filters.cursor ?? null,
      size: pageSize(filters.limit),
    })
    return toListAnswer(page, showStaffRefund)
  }

  async show(ctx: HttpContext) {
    return this.answer(ctx, readId('refund', ctx.params.id))
  }

  async refresh(ctx: HttpContext) {
    const id = readId('refund', ctx.params.id)
    const refreshed = id && (await this.refreshRefund.execute({ refundId: id }))
    return this.answer(ctx, refreshed && refreshed.ok ? id : null)
  }

  /** The money was sent by hand. */
  async complete(ctx: HttpContext) {
    const { reference } = await ctx.request.validateUsing(refundCompletionForm)
    return this.end(ctx, (refundId) => this.completeRefund.execute({ refundId, reference }))
  }

  async cancel(ctx: HttpContext) {
    return this.end(ctx, (refundId) =>
      this.completeRefund.cancel({ refundId, decidedBy: ctx.caller!.userId })
    )
  }

  private async end(ctx: HttpContext, run: (id: string) => Promise<Result<Refund, EndRefundError>>) {
    const id = readId('refund', ctx.params.id)
    if (!id) return sendRefundNotFound(ctx)
    const ended = await run(id)
    return ended.ok ? this.answer(ctx, id) : refuseRefundEnding(ctx, ended.error)
  }

  private async answer(ctx: HttpContext, id: string | null | '') {
    const refund = id ? await findRefundFor(id, null) : null
    return refund ? showStaffRefund(refund) : sendRefundNotFound(ctx)
  }
}
