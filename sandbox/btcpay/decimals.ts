/** Decimals as the server writes them, counted exactly: every number here has 18 places behind the point. */
const places = 18
const one = 10n ** BigInt(places)

export function parseDecimal(text: string): bigint | null {
  const match = /^(-?)(\d{1,18})(?:\.(\d{1,18}))?$/.exec(text.trim())
  if (!match) return null
  const [, sign, whole = '0', decimals = ''] = match
  const value = BigInt(whole) * one + BigInt(decimals.padEnd(places, '0'))
  return sign === '-' ? -value : value
}

/** Reads what this stand-in wrote itself. */
export function decimal(text: string): bigint {
  const value = parseDecimal(text)
  if (value === null) throw new Error(`Not a decimal: ${text}`)
  return value
}

/** Without needless zeros, but with at least so many digits behind the point. */
export function written(value: bigint, digitsMin = 0): string {
  const magnitude = value < 0n ? -value : value
  const decimals = (magnitude % one).toString().padStart(places, '0').replace(/0+$/, '')
  const shown = decimals.padEnd(digitsMin, '0')
  return `${value < 0n ? '-' : ''}${magnitude / one}${shown === '' ? '' : `.${shown}`}`
}

export function times(left: bigint, right: bigint): bigint {
  return (left * right) / one
}

/** Divides and rounds up to so many digits: a wallet cannot send less than the smallest coin. */
export function dividedUp(left: bigint, right: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(places - digits)
  const divisor = right * unit
  return ((left * one + divisor - 1n) / divisor) * unit
}

/** Cut down to so many digits, as a share of an amount is sent. */
export function cutTo(value: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(places - digits)
  return (value / unit) * unit
}

export const percent = (value: bigint, share: number): bigint =>
  (value * BigInt(Math.round(share * 100))) / 10_000n
