/** Why an order was held for its risky payment, and what was decided. */
export interface OrderReview {
  order_id: string
  payment_id: string
  risk: {
    level: string
    score: number | null
    decision: string
    message: string | null
    rule: string | null
    review: string | null
  }
  held_at: string
  money_held_until: string | null
  outcome: 'released' | 'refused' | null
  decided_at: string | null
  decided_by: string | null
  note: string | null
}
