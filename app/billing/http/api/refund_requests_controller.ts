import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { filterId, readId } from '#app/shared/ids'
import { findPaymentFor, findRefundFor, type RefundWay, RefreshRefund, sendRefundNotFound, showStaffRefund } from '#app/payments/index' // prettier-ignore
import { findCustomer } from '#app/customers/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { ApproveRefund } from '#app/billing/actions/approve_refund'
import { RefundMoney } from '#app/billing/actions/refund_money'
import type { RefundQuestion } from '#app/billing/actions/weigh_refund'
import type { CreditWish } from '#app/billing/domain/credit'
import { refuseRefundRequest } from '#app/billing/http/api/refund_request_refusals'
import { showRefundPreview } from '#app/billing/http/transformers/refund_transformers'
import { readWish } from '#app/billing/http/validators/credit_note_validators'
import { refundForm, refundPreviewForm } from '#app/billing/http/validators/refund_validators'
import { findInvoice } from '#app/billing/queries/find_invoice'

interface Form {
  way: RefundWay
  payment_id?: string
  invoice_id?: string
  customer_id?: string
  of: CreditWish['of']
  amount?: string
  lines?: { position: number; amount?: string }[]
}

/** Staff give money back, see before what that does, and agree to what others asked for. */
@inject()
export default class RefundRequestsController {
  constructor(
    private refundMoney: RefundMoney,
    private approveRefund: ApproveRefund,
    private refreshRefund: RefreshRefund
  ) {}

  /** What a refund would do; nothing is written. */
  async preview(ctx: HttpContext) {
    const question = readQuestion(await ctx.request.validateUsing(refundPreviewForm))
    const result = await this.refundMoney.preview({ ...question, requestedBy: ctx.caller!.userId })
    return result.ok
      ? showRefundPreview(result.value)
      : refuseRefundRequest(ctx, result.error, await currencyOf(question))
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(refundForm)
    const question = readQuestion(form)
    const result = await this.refundMoney.execute({
      ...question,
      reason: form.reason,
      requestKey: form.request_key ?? null,
      requestedBy: ctx.caller!.userId,
    })
    if (!result.ok) return refuseRefundRequest(ctx, result.error, await currencyOf(question))
    ctx.response.status(201)
    return this.carryOut(ctx, result.value.id)
  }

  async approve(ctx: HttpContext) {
    const refundId = readId('refund', ctx.params.id)
    const refund = refundId && (await findRefundFor(refundId, null))
    if (!refundId || !refund) return sendRefundNotFound(ctx)
    const result = await this.approveRefund.execute({ refundId, decidedBy: ctx.caller!.userId })
    return result.ok
      ? this.carryOut(ctx, refundId)
      : refuseRefundRequest(ctx, result.error, refund.money.currency)
  }

  /** The gateway is asked at once, so that whoever clicked sees what came of it. */
  private async carryOut(ctx: HttpContext, refundId: string) {
    await this.refreshRefund.execute({ refundId })
    const refund = await findRefundFor(refundId, null)
    return refund ? showStaffRefund(refund) : sendRefundNotFound(ctx)
  }
}

/** An id that is none names nothing that is there. */
function readQuestion(form: Form): RefundQuestion {
  const invoiceId = filterId('invoice', form.invoice_id)
  const amount = form.of === 'amount' ? BigInt(form.amount!) : 0n
  return {
    way: form.way,
    paymentId: filterId('payment', form.payment_id),
    customerId: filterId('customer', form.customer_id),
    take: invoiceId ? { of: 'invoice', invoiceId, wish: readWish(form) } : { of: 'balance', amount },
  }
}

/** In which currency a refusal names its limit. */
async function currencyOf({ paymentId, customerId, take }: RefundQuestion): Promise<string> {
  const payment = paymentId ? await findPaymentFor({ id: paymentId, customerId: null }) : null
  if (payment) return payment.money.currency
  const invoice = take.of === 'invoice' ? await findInvoice(take.invoiceId, null) : null
  if (invoice) return invoice.invoice.currency
  const customer = customerId ? await inReadTransaction(() => findCustomer(customerId)) : null
  return customer?.currency ?? 'EUR'
}
