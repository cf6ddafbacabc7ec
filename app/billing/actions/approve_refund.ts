import { inject } from '@adonisjs/core'
import {
  type ApprovalRefusal,
  countApprovers,
  findRefundAllowance,
  lockRefundRow,
  mayApprove,
  OpenRefund,
  type Refund,
} from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { RefundMoney, type RefundMoneyError } from '#app/billing/actions/refund_money'
import { type RefundTake, WeighRefund } from '#app/billing/actions/weigh_refund'
import { readWrittenWish } from '#app/billing/domain/written_wish'

export type ApproveRefundError =
  | { type: 'refund_not_found' }
  | { type: ApprovalRefusal }
  /** The figures are others than when it was asked for; `limit` is what it would be now. */
  | { type: 'changed_meanwhile'; limit: bigint }
  | RefundMoneyError

/** A second person agrees to a refund. It is measured again, for much may have happened since, and carried out as it was asked for. */
@inject()
export class ApproveRefund {
  constructor(
    private clock: Clock,
    private weigh: WeighRefund,
    private refundMoney: RefundMoney,
    private openRefund: OpenRefund
  ) {}

  execute(input: { refundId: string; decidedBy: string }): Promise<Result<Refund, ApproveRefundError>> {
    return inTransaction(async () => {
      const refund = await lockRefundRow(input.refundId)
      if (!refund) return err({ type: 'refund_not_found' })
      const refusal = await this.findRefusal(refund, input.decidedBy)
      if (refusal) return err({ type: refusal })
      const take = takeOf(refund)
      const { way, paymentId, customerId, money, reason } = refund
      const weighed = await this.weigh.lock({ way, paymentId, customerId, take })
      if (!weighed.ok) return weighed
      const { amount } = weighed.value
      if (amount.amount !== money.amount) return err({ type: 'changed_meanwhile', limit: amount.amount })
      const credited = await this.refundMoney.credit(refund.id, { take, reason })
      if (!credited.ok) return credited
      const { decidedBy } = input
      return ok(await this.openRefund.agree(refund, { decidedBy, creditNoteId: credited.value }))
    })
  }

  private async findRefusal(refund: Refund, userId: string): Promise<ApprovalRefusal | null> {
    const { customerId, money } = refund
    const { amount, currency } = money
    const now = this.clock.now()
    const { limit, today } = await findRefundAllowance({ userId, customerId, currency, now })
    return mayApprove({
      isWaiting: refund.status === 'awaiting_approval',
      isOwn: refund.requestedBy === userId,
      amount,
      today,
      limit,
      others: await countApprovers('refund', { exceptUserId: userId, amount, currency }),
    })
  }
}

function takeOf({ invoiceId, wish, money }: Refund): RefundTake {
  return invoiceId && wish
    ? { of: 'invoice', invoiceId, wish: readWrittenWish(wish) }
    : { of: 'balance', amount: money.amount }
}
