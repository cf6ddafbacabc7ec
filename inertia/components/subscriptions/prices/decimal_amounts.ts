import { exponentOf } from '~/composables/use_format'

/**
 * Unit prices of tiers carry fractions of the smallest unit: `0,0125` in EUR is `1.25`. Exact: the digits are moved as text. Null when
 * it is no amount.
 */
export function toExactMinorUnits(text: string, currency: string): string | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,12}))?$/.exec(text.trim())
  if (!match) return null
  const digits = exponentOf(currency)
  const decimals = (match[2] ?? '').padEnd(digits, '0')
  const whole = `${match[1]}${decimals.slice(0, digits)}`.replace(/^0+(?=\d)/, '')
  const rest = decimals.slice(digits).replace(/0+$/, '')
  return rest ? `${whole}.${rest}` : whole
}

/** `1.25` in EUR is `0.0125`, for a field. */
export function toExactDecimal(amount: string, currency: string): string {
  const digits = exponentOf(currency)
  const [whole = '0', rest = ''] = amount.split('.')
  const padded = whole.padStart(digits + 1, '0')
  const units = digits === 0 ? padded : padded.slice(0, -digits)
  const decimals = `${digits === 0 ? '' : padded.slice(-digits)}${rest}`
  return decimals ? `${units}.${decimals}` : units
}
