/** What a gateway's own screening for fraud made of a payment. */
export interface Screening {
  /** normal, elevated, highest, not_assessed. */
  level: string
  /** What followed at the gateway: authorized, manual_review, … */
  decision: string
  /** Whether a person is to look at it in the gateway's own pages: `open`, or how that ended. */
  review?: string | null
}

/** Which orders with a risky payment wait for a person: those of customers for whom nothing ran before, every one, or none. */
export type RiskyOrderPolicy = 'first' | 'every' | 'none'

const riskyLevels = ['elevated', 'highest']

/**
 * Whether an order waits for a person before anything is made of it. What the gateway put under review itself waits for everybody but those
 * whose tenant wants none held; a level that is only elevated, for new customers alone, unless every one is to wait. What somebody approved
 * at the gateway does not wait. (Stripe's advice for first orders: docs.stripe.com/radar/risk-evaluation)
 */
export function isToReview(
  screening: Screening | null,
  { policy, isFirstOrder }: { policy: RiskyOrderPolicy; isFirstOrder: boolean }
): boolean {
  if (policy === 'none' || !screening || screening.review === 'approved') return false
  if (isUnderReview(screening)) return true
  return riskyLevels.includes(screening.level) && (policy === 'every' || isFirstOrder)
}

/** The gateway's own rules put it to a person, whether or not it says already that the review is open. */
function isUnderReview({ decision, review }: Screening): boolean {
  return review === 'open' || (decision === 'manual_review' && !review)
}
