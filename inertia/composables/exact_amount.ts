/** Decimals of a minor unit that are shown of an exact amount; what goes on behind them is said by "…". */
const decimalsShown = 4n

export interface Exact {
  numerator: bigint
  denominator: bigint
}

/** `26619/100`, `266.19` or `266`: an exact number of minor units. */
export function readExact(text: string): Exact {
  const [above = '0', below = '1'] = text.split('/')
  const [whole = '0', decimals = ''] = above.split('.')
  return { numerator: BigInt(whole + decimals), denominator: BigInt(below) * 10n ** BigInt(decimals.length) }
}

export function addExact(a: Exact, b: Exact): Exact {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

export function negated({ numerator, denominator }: Exact): Exact {
  return { numerator: -numerator, denominator }
}

/** `12.5` % of an amount in minor units, exactly. */
export function percentOf(percent: string, amount: bigint): Exact {
  const { numerator, denominator } = readExact(percent)
  return { numerator: numerator * amount, denominator: denominator * 100n }
}

/** Minor units as a decimal, cut off where it would go on: `{ text: '266.19', isCut: false }`. */
export function exactDecimal({ numerator, denominator }: Exact): { text: string; isCut: boolean } {
  const scaled = (numerator < 0n ? -numerator : numerator) * 10n ** decimalsShown
  const digits = `${scaled / denominator}`.padStart(Number(decimalsShown) + 1, '0')
  const decimals = digits.slice(-Number(decimalsShown)).replace(/0+$/, '')
  const sign = numerator < 0n ? '-' : ''
  return {
    text: sign + digits.slice(0, -Number(decimalsShown)) + (decimals ? `.${decimals}` : ''),
    isCut: scaled % denominator !== 0n,
  }
}

/** Whether it is a whole number of minor units. */
export function isWhole({ numerator, denominator }: Exact): boolean {
  return numerator % denominator === 0n
}
