import type { PaymentMethod } from '~/components/payments/types'

/** A saved method in one line: "Visa •••• 4242". */
export function methodText({ kind, brand, last4 }: PaymentMethod): string {
  const name = brand ?? kind
  const shown = name.charAt(0).toUpperCase() + name.slice(1)
  return last4 ? `${shown} •••• ${last4}` : shown
}
