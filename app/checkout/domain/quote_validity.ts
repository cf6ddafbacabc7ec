import type { QuoteDraft } from '#app/checkout/domain/quote'
import { addDuration } from '#app/shared/time/calendar'

const validHours = 24

export function quoteExpiry(madeAt: Date): Date {
  return addDuration(madeAt, { hours: validHours })
}

export function isExpired(quote: { expiresAt: Date }, now: Date): boolean {
  return now.getTime() >= quote.expiresAt.getTime()
}

/**
 * Whether what was quoted would be offered just so today. A change of the catalogue that does not touch the quote does not
 * spoil it; one that changes a price, a size or a choice does, and the customer is asked again.
 */
export function isStillOffered(quoted: QuoteDraft, today: QuoteDraft): boolean {
  return quoted.total === today.total && canonical(quoted.content) === canonical(today.content)
}

/** JSON with sorted keys: the database does not keep their order. The day of a first charge follows the day of the order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) =>
    key === 'firstChargeOn'
      ? undefined
      : part !== null && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : part
  )
}
