import { exponentOf } from '~/composables/use_format'

/** `4,50` in EUR is `450`. Exact: the digits are moved as text. Null when it is no amount of this currency. */
export function toMinorUnits(text: string, currency: string): string | null {
  const digits = exponentOf(currency)
  const match = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim())
  const decimals = match?.[2] ?? ''
  if (!match || decimals.length > digits) return null
  return `${match[1]}${decimals.padEnd(digits, '0')}`.replace(/^0+(?=\d)/, '')
}

/** `450` in EUR is `4.50`, for a field. */
export function toDecimalText(amount: string, currency: string): string {
  const digits = exponentOf(currency)
  if (digits === 0) return amount
  const padded = amount.padStart(digits + 1, '0')
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}
