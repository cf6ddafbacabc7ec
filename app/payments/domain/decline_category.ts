import type { Decline, DeclineCategory } from '#app/payments/domain/gateway_values'

/** What a decline means for another try of the same method. Hard beats whatever else was said. */
export function declineCategory(decline: Decline | null): DeclineCategory {
  if (!decline) return 'soft_decline'
  if (decline.isHard) return 'hard_decline'
  if (decline.kind === 'action_required') return 'authentication_required'
  // It did not reach the bank, or reached it in a way that an operator has to mend: nothing speaks against the next day.
  if (decline.kind === 'never_created' || decline.kind === 'misconfigured') return 'try_later'
  return decline.category ?? 'soft_decline'
}
