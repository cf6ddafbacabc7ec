import type { CalendarDate } from '#app/shared/time/calendar'
import type { LedgerAccount } from '#app/ledger/domain/chart'

/** One side of a journal entry. Debit is positive, credit negative. */
export interface NewPosting {
  account: LedgerAccount
  amount: bigint
  currency: string
  /** The invoice whose receivable this moves. */
  invoiceId?: string | null
  /** What it is in the reporting currency, where an earlier posting decided that; by the rate of the day when left out. */
  reportingAmount?: bigint
}

/** A balanced record of what happened to money. The same kind and cause are booked once. */
export interface NewEntry {
  kind: string
  causeId: string
  /** The tenant's calendar date when left out. */
  bookedOn?: CalendarDate
  /** The day whose exchange rates count; that of the booking when left out. What takes an entry back names that entry's day. */
  ratesOn?: CalendarDate
  /** The entry that this one takes back. */
  reversesId?: string | null
  postings: NewPosting[]
}

export function debit(
  account: LedgerAccount,
  money: { amount: bigint; currency: string },
  invoiceId?: string
): NewPosting {
  return { account, amount: money.amount, currency: money.currency, invoiceId: invoiceId ?? null }
}

export function credit(
  account: LedgerAccount,
  money: { amount: bigint; currency: string },
  invoiceId?: string
): NewPosting {
  return { account, amount: -money.amount, currency: money.currency, invoiceId: invoiceId ?? null }
}

/**
 * Throws for an entry that the books must not hold. This is the first of two guards (the database is the second), and it is
 * thrown, not returned: an unbalanced entry is our mistake, nothing a caller can act on.
 */
export function assertBalanced(entry: NewEntry): void {
  const complain = (what: string): never => {
    throw new RangeError(`Journal entry ${entry.kind} of ${entry.causeId}: ${what}`)
  }
  if (entry.postings.length < 2) complain('needs at least two postings')
  if (entry.postings.length > 32_767) complain('has too many postings')
  if (entry.postings.some((posting) => posting.amount === 0n)) complain('has a posting of zero')
  if (entry.postings.some((posting) => !/^[A-Z]{3}$/.test(posting.currency)))
    complain('has no proper currency')
  for (const [currency, total] of totalsByCurrency(entry.postings)) {
    if (total !== 0n) complain(`is off by ${total} ${currency}`)
  }
}

export function totalsByCurrency(postings: { amount: bigint; currency: string }[]): Map<string, bigint> {
  const totals = new Map<string, bigint>()
  for (const { amount, currency } of postings) totals.set(currency, (totals.get(currency) ?? 0n) + amount)
  return totals
}

/** The entry that takes another back: the same postings with the sides exchanged. Nothing is ever edited. */
export function reverse(entry: NewEntry, { kind, causeId }: { kind: string; causeId: string }): NewEntry {
  return {
    kind,
    causeId,
    postings: entry.postings.map((posting) => ({ ...posting, amount: -posting.amount })),
  }
}

/** What makes two entries the same: their postings, in whatever order. */
export function contentOf(
  postings: { code: string; amount: bigint; currency: string; invoiceId: string | null }[]
): string {
  return postings
    .map(({ code, amount, currency, invoiceId }) => [code, amount, currency, invoiceId ?? ''].join('|'))
    .sort()
    .join('\n')
}
