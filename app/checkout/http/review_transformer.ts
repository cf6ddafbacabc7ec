import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'
import { showId } from '#app/shared/ids'
import type { ReadReview } from '#app/checkout/queries/find_order_review'

/** What staff write down with a decision. */
export const decideReviewBody = vine.create({ note: singleLine(500).nullable().optional() })

export function showOrderReview(review: ReadReview) {
  const { risk, decision } = review
  return {
    order_id: showId('order', review.orderId),
    payment_id: showId('payment', review.paymentId),
    risk: {
      level: risk.level,
      score: risk.score,
      decision: risk.decision,
      message: risk.message,
      rule: risk.rule,
      review: risk.review ?? null,
    },
    held_at: review.heldAt.toISOString(),
    money_held_until: review.moneyHeldUntil?.toISOString() ?? null,
    outcome: decision?.outcome ?? null,
    decided_at: decision?.at.toISOString() ?? null,
    decided_by: review.deciderName,
    note: decision?.note ?? null,
  }
}

const text = () => vine.string().nullable()

export const orderReviewShape = vine.create({
  order_id: vine.string(),
  payment_id: vine.string(),
  risk: vine.object({
    level: vine.string(),
    score: vine.number().nullable(),
    decision: vine.string(),
    message: text(),
    rule: text(),
    review: text(),
  }),
  held_at: vine.string(),
  /** Until when the bank holds the money; null where it is not told. */
  money_held_until: text(),
  outcome: vine.enum(['released', 'refused'] as const).nullable(),
  decided_at: text(),
  /** Null when it was decided in the gateway's own pages. */
  decided_by: text(),
  note: text(),
})
