/** How long a copy can be downloaded. */
export const exportDays = 7
/** A try whose process died is made again after this long, and given up after so many. */
export const exportLeaseMinutes = 30
export const exportAttempts = 3

/** Percent of the whole. */
const whole = 100

/** How far a copy is, in percent, when so many of its parts are done. It says 100 only when it can be downloaded. */
export function progressOf(done: number, all: number): number {
  return all === 0 ? 0 : Math.min(whole - 1, Math.floor((done * whole) / all))
}

/**
 * Facts that staff considered or were warned of among themselves. A copy leaves them out: who knew of a warning, or of a hold that a court
 * wanted, could act on it (Art. 15 (4) GDPR). What came of them stands in the facts that followed.
 */
export const considered: readonly string[] = [
  'customer.note_added',
  'customer.note_changed',
  'customer.staff_mentioned',
  'gift.approval_needed',
  'gift.given',
  'gift.refused',
  'legal_hold.lifted',
  'legal_hold.placed',
  'payment.review_closed',
  'payment.warned',
  'payment.warning_closed',
  'refund.approval_needed',
]
