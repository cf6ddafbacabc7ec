import type { Money } from '#app/shared/money/money'

/** How an account compares with the books in one currency; minor units as text, as it is stored. */
export interface StoredComparison {
  currency: string
  /** By the gateway's own word; null where it did not name this currency. */
  stated: string | null
  known: string
  booked: string
  unmatched: string
  awaited: string
}

interface Sides {
  /** By the gateway's own word. */
  stated: readonly Money[]
  /** All movements it told. */
  known: readonly Money[]
  /** Of them, those that fit nothing of ours. */
  unmatched: readonly Money[]
  /** What our books hold as its cash. */
  booked: readonly Money[]
  /** Of that, what it has not reported. */
  awaited: readonly Money[]
}

/** One line for each currency that occurs anywhere, by code. */
export function compareCurrencies(sides: Sides): StoredComparison[] {
  const currencies = [
    ...new Set(
      Object.values(sides).flatMap((side: readonly Money[]) => side.map(({ currency }) => currency))
    ),
  ]
  return currencies.toSorted().map((currency) => {
    const of = (side: readonly Money[]) => side.find((each) => each.currency === currency)?.amount
    return {
      currency,
      stated: of(sides.stated)?.toString() ?? null,
      known: String(of(sides.known) ?? 0n),
      booked: String(of(sides.booked) ?? 0n),
      unmatched: String(of(sides.unmatched) ?? 0n),
      awaited: String(of(sides.awaited) ?? 0n),
    }
  })
}

/** What lies on the account by the gateway's own word, as it was last asked. */
export function statedIn(comparison: readonly StoredComparison[]): Money[] {
  return comparison.flatMap(({ currency, stated }) =>
    stated === null ? [] : [{ amount: BigInt(stated), currency }]
  )
}

/**
 * What nothing explains. Books and account may differ by what the gateway has not reported yet and by what we could not match, and by
 * nothing else; and the gateway's own word by nothing at all. Both zero: to the cent.
 */
export function differencesOf({ stated, known, booked, unmatched, awaited }: StoredComparison) {
  return {
    /** Movements that we were never told: from before the gateway was connected, or missed. */
    untold: stated === null ? 0n : BigInt(stated) - BigInt(known),
    unexplained: BigInt(booked) - BigInt(awaited) - (BigInt(known) - BigInt(unmatched)),
  }
}
