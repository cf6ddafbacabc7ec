import { currencyExponent } from '#app/shared/money/currency'
import { Fraction } from '#app/shared/money/fraction'

/** A sum in major units as an exact number of minor units, which need not be whole: coins are worth what they are worth. */
export function toMinorUnits(sum: Fraction, currency: string): Fraction {
  return sum.times(new Fraction(10n ** BigInt(currencyExponent(currency))))
}

/** An amount of an invoice: whole minor units, as we asked for it. */
export function readAmount(text: string, currency: string): bigint {
  const exact = toMinorUnits(Fraction.fromDecimal(text), currency)
  if (exact.denominator !== 1n)
    throw new Error(`BTCPay says ${text} ${currency}, which has no such small unit`)
  return exact.numerator
}

/** One transfer of coins, worth its coins at the rate that was fixed for it. */
export interface Transfer {
  coinAmount: string
  rate: string
}

/**
 * What each of several transfers is worth in minor units: the sum of all so far is rounded once, and each is what it adds. So two halves of
 * an amount are that amount again, whatever their own fractions of a cent.
 */
export function worthOf(transfers: readonly Transfer[], currency: string): bigint[] {
  let exact = new Fraction(0n)
  let soFar = 0n
  return transfers.map(({ coinAmount, rate }) => {
    exact = exact.plus(
      toMinorUnits(Fraction.fromDecimal(coinAmount).times(Fraction.fromDecimal(rate)), currency)
    )
    const rounded = exact.roundHalfAwayFromZero()
    const worth = rounded - soFar
    soFar = rounded
    return worth
  })
}

/** A share of an amount as the per cent that the server counts in, cut down so that no more is tolerated than is meant. */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole <= 0n) return 0
  const tenThousandths = (part * 1_000_000n) / whole
  return Number(`${tenThousandths / 10_000n}.${(tenThousandths % 10_000n).toString().padStart(4, '0')}`)
}
