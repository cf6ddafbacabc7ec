/** What moved on a gateway's account on one day, in one currency. Closing is opening and everything that moved. */
export interface DayOfAccount {
  currency: string
  opening: bigint
  lines: { kind: string; count: number; gross: bigint; fee: bigint; net: bigint }[]
  closing: bigint
  /** What our books held at the end of the day; null where they cannot say it for this gateway. */
  booked: bigint | null
  /** Books less account: what was not reported, or not matched, on that day. */
  difference: bigint | null
}

export interface DayRow {
  currency: string
  kind: string
  count: number
  /** Net of everything before the day. */
  opening: bigint
  /** Of the day. */
  gross: bigint
  fee: bigint
}

/** Adds up one day; a currency that only the books know is shown as well. */
export function toDays(rows: readonly DayRow[], booked: ReadonlyMap<string, bigint> | null): DayOfAccount[] {
  const currencies = [...new Set([...rows.map(({ currency }) => currency), ...(booked?.keys() ?? [])])]
  return currencies.toSorted().map((currency) => {
    const own = rows.filter((row) => row.currency === currency)
    const lines = own
      .filter(({ count }) => count > 0)
      .map(({ kind, count, gross, fee }) => ({ kind, count, gross, fee, net: gross - fee }))
    const opening = own.reduce((sum, row) => sum + row.opening, 0n)
    const closing = lines.reduce((sum, line) => sum + line.net, opening)
    const held = booked ? (booked.get(currency) ?? 0n) : null
    return {
      currency,
      opening,
      lines,
      closing,
      booked: held,
      difference: held === null ? null : held - closing,
    }
  })
}
