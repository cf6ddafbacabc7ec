import vine from '@vinejs/vine'
import { toWire } from '#app/shared/money/money'
import type { RefundPreview } from '#app/billing/actions/refund_money'
import {
  creditPreviewFields,
  showCreditPreview,
} from '#app/billing/http/transformers/credit_note_transformers'

const moneyRule = () => vine.object({ amount: vine.string(), currency: vine.string() })

/** What a refund would do: what the credit note says, what goes back, what stays. */
export function showRefundPreview(preview: RefundPreview) {
  const { amount, credit, lessDue, stays, approval } = preview
  const { currency } = amount
  return {
    amount: toWire(amount),
    credit: credit && showCreditPreview(credit, currency),
    less_due: toWire({ amount: lessDue, currency }),
    stays_on_balance: toWire({ amount: stays, currency }),
    /** Why a second person has to agree first; null when it is carried out at once. */
    approval,
  }
}

export const refundPreviewShape = vine.create({
  amount: moneyRule(),
  credit: vine.object(creditPreviewFields).nullable(),
  less_due: moneyRule(),
  stays_on_balance: moneyRule(),
  approval: vine.enum(['above_limit', 'another_way'] as const).nullable(),
})
