import { isDeepStrictEqual } from 'node:util'
import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { derivedId, newId } from '#app/shared/ids'
import type { Money } from '#app/shared/money/money'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import {
  type ApprovalReason,
  approvalNeeded,
  findRefundAllowance,
  findRefundByRequest,
  OpenRefund,
  type Refund,
  type RefundWay,
} from '#app/payments/index'
import { CreditInvoice, type CreditInvoiceError } from '#app/billing/actions/credit_invoice'
import { type RefundTake, WeighRefund, type WeighedRefund, type WeighRefundError } from '#app/billing/actions/weigh_refund' // prettier-ignore
import { readWrittenWish, writeWish } from '#app/billing/domain/written_wish'

export interface RefundMoneyInput {
  way: RefundWay
  /** The payment to go back on; needed for the way to the source. */
  paymentId: string | null
  /** Whose, where neither payment nor invoice says. */
  customerId: string | null
  take: RefundTake
  reason: string
  requestedBy: string
  /** Made up by whoever asks (a UUID): the same key refunds once. */
  requestKey: string | null
}

export type RefundMoneyError =
  | WeighRefundError
  | CreditInvoiceError
  /** Its key was used for another request. */
  | { type: 'request_key_reused' }

export interface RefundPreview extends WeighedRefund {
  approval: ApprovalReason | null
}

/**
 * Gives money back: takes back what it paid by a credit note, whose money goes from the balance to where the customer paid from. Where the
 * limit of the staff member is exceeded, or the money goes another way, nothing moves before somebody else agrees.
 */
@inject()
export class RefundMoney {
  constructor(
    private clock: Clock,
    private weigh: WeighRefund,
    private creditInvoice: CreditInvoice,
    private openRefund: OpenRefund
  ) {}

  /** What would happen; nothing is written. */
  preview(
    input: Omit<RefundMoneyInput, 'reason' | 'requestKey'>
  ): Promise<Result<RefundPreview, RefundMoneyError>> {
    return inReadTransaction(async () => {
      const weighed = await this.weigh.read(input)
      if (!weighed.ok) return weighed
      return ok({ ...weighed.value, approval: await this.approvalFor(input, weighed.value) })
    })
  }

  execute(input: RefundMoneyInput): Promise<Result<Refund, RefundMoneyError>> {
    return inTransaction(async () => {
      const weighed = await this.weigh.lock(input)
      const earlier = await this.findEarlier(input, weighed)
      if (earlier) return isRepeat(earlier, input) ? ok(earlier) : err({ type: 'request_key_reused' })
      if (!weighed.ok) return weighed
      const { payment, customerId, amount } = weighed.value
      const { way, reason, requestedBy, requestKey, take } = input
      const wish = take.of === 'invoice' ? writeWish(take.wish) : null
      const invoiceId = take.of === 'invoice' ? take.invoiceId : null
      const id = newId()
      const opening = { id, customerId, way, money: amount, invoiceId, wish, reason, requestedBy, requestKey, payment } // prettier-ignore
      if (await this.approvalFor(input, weighed.value)) return ok(await this.openRefund.propose(opening))
      const credited = await this.credit(id, { take, reason })
      if (!credited.ok) return credited
      return ok(await this.openRefund.execute({ ...opening, creditNoteId: credited.value }))
    })
  }

  /** Takes back what the money was paid for. @returns the credit note's id; null where no invoice is touched */
  async credit(
    refundId: string,
    { take, reason }: { take: RefundTake; reason: string }
  ): Promise<Result<string | null, CreditInvoiceError>> {
    if (take.of !== 'invoice') return ok(null)
    const creditNoteId = derivedId(refundId, 'credit_note')
    const { invoiceId, wish } = take
    const note = await this.creditInvoice.execute({ invoiceId, wish, reason, creditNoteId })
    return note.ok ? ok(note.value.id) : note
  }

  /** A repeated request finds what it began, whatever became of it and whatever is left by now. */
  private async findEarlier(
    { requestKey, customerId }: RefundMoneyInput,
    weighed: Result<WeighedRefund, WeighRefundError>
  ): Promise<Refund | null> {
    if (!requestKey) return null
    const owner = weighed.ok ? weighed.value.customerId : (weighed.error.customerId ?? customerId)
    return owner ? findRefundByRequest(owner, requestKey) : null
  }

  private async approvalFor(
    { way, requestedBy }: Pick<RefundMoneyInput, 'way' | 'requestedBy'>,
    { customerId, amount }: { customerId: string; amount: Money }
  ): Promise<ApprovalReason | null> {
    const { currency } = amount
    const allowance = await findRefundAllowance({ userId: requestedBy, customerId, currency, now: this.clock.now() }) // prettier-ignore
    return approvalNeeded({ way, amount: amount.amount, ...allowance })
  }
}

/** Whether a request asks for what was asked for under its key before. */
function isRepeat(earlier: Refund, { way, paymentId, take, reason }: RefundMoneyInput): boolean {
  const isSameWay = earlier.way === way && (way !== 'source' || earlier.paymentId === paymentId)
  return isSameWay && earlier.reason === reason && isSameTake(earlier, take)
}

function isSameTake({ invoiceId, wish, money }: Refund, take: RefundTake): boolean {
  if (take.of === 'balance') return invoiceId === null && money.amount === take.amount
  return invoiceId === take.invoiceId && wish !== null && isDeepStrictEqual(readWrittenWish(wish), take.wish)
}
