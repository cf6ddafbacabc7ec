/** An exact rational number. Rates, shares and unit prices are fractions; they become money by one rounding. */
export class Fraction {
  readonly numerator: bigint
  readonly denominator: bigint

  constructor(numerator: bigint, denominator: bigint = 1n) {
    if (denominator === 0n) throw new RangeError('A fraction needs a denominator other than zero')
    if (denominator === 1n) {
      // A whole number has nothing to be reduced by, and most amounts are whole.
      this.numerator = numerator
      this.denominator = denominator
      return
    }
    const sign = denominator < 0n ? -1n : 1n
    const divisor = greatestCommonDivisor(numerator, denominator)
    this.numerator = (sign * numerator) / divisor
    this.denominator = (sign * denominator) / divisor
  }

  /** Reads a plain decimal such as `19.0000` or `-0.125`. */
  static fromDecimal(text: string): Fraction {
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
    if (!match) throw new RangeError(`Not a decimal number: ${text}`)
    const [, sign, whole = '0', decimals = ''] = match
    const numerator = BigInt(whole + decimals)
    return new Fraction(sign === '-' ? -numerator : numerator, 10n ** BigInt(decimals.length))
  }

  static fromPercent(text: string): Fraction {
    const known = knownPercents.get(text)
    if (known) return known
    const fraction = Fraction.fromDecimal(text).times(new Fraction(1n, 100n))
    if (knownPercents.size < knownPercentsMax) knownPercents.set(text, fraction)
    return fraction
  }

  plus(other: Fraction): Fraction {
    return new Fraction(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator
    )
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.numerator, this.denominator * other.denominator)
  }

  dividedBy(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.denominator, this.denominator * other.numerator)
  }

  isMoreThan(other: Fraction): boolean {
    return this.numerator * other.denominator > other.numerator * this.denominator
  }

  /** As a plain decimal, to twelve places: `0.913`. */
  toDecimal(): string {
    const scaled = this.times(new Fraction(10n ** 12n)).roundHalfAwayFromZero()
    const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(13, '0')
    const text = `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, '')
    return scaled < 0n ? `-${text}` : text
  }

  /** The nearest whole number; a half goes away from zero (domain.md, Money). */
  roundHalfAwayFromZero(): bigint {
    if (this.denominator === 1n) return this.numerator
    const magnitude = this.numerator < 0n ? -this.numerator : this.numerator
    const rounded = (2n * magnitude + this.denominator) / (2n * this.denominator)
    return this.numerator < 0n ? -rounded : rounded
  }
}

/** Rates of tax are a handful, and asked for line by line. */
const knownPercents = new Map<string, Fraction>()
const knownPercentsMax = 1000

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}
