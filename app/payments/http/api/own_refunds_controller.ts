import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { sendRefundNotFound } from '#app/payments/http/api/refund_refusals'
import { showRefund } from '#app/payments/http/transformers/refund_transformers'
import { listOwnRefundsQuery } from '#app/payments/http/validators/refund_validators'
import { findRefundFor, listRefunds } from '#app/payments/queries/list_refunds'

/** What went back to a customer, or is on its way. */
export default class OwnRefundsController {
  async index(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(listOwnRefundsQuery)
    const customerId = visibleCustomer(ctx.caller!)!
    const page = await listRefunds({ customerId, before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showRefund)
  }

  async show(ctx: HttpContext) {
    const id = readId('refund', ctx.params.id)
    const refund = id ? await findRefundFor(id, visibleCustomer(ctx.caller!)!) : null
    return refund ? showRefund(refund) : sendRefundNotFound(ctx)
  }
}
