import { move, Refusal, requireKey } from './checkouts.ts'
import type { Business } from './business.ts'
import type { Checkout } from './records.ts'

/** Back to the payer's own wallet, as a whole or in parts, never more than was paid. */
export function refund(
  business: Business,
  checkout: Checkout,
  body: Record<string, unknown>,
  key: string | null
): Checkout {
  requireKey(key)
  const said = JSON.stringify({ refund: body })
  const known = business.records.keys.get(key)
  if (known && known.body !== said)
    throw new Refusal(409, 'idempotency_error', 'The idempotency key was used for another request.')
  if (known) return business.records.checkouts.get(known.checkoutId)!
  const amount = String(body.amount ?? checkout.fiatAmount)
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(amount))
    throw new Refusal(400, 'invalid_request', 'amount must have at most 2 decimals.')
  if (body.currency !== undefined && body.currency !== checkout.fiatCurrency)
    throw new Refusal(400, 'invalid_request', 'currency must be that of the checkout.')
  const refunded = cents(checkout.refunded) + cents(amount)
  if (refunded > cents(checkout.fiatAmount))
    throw new Refusal(400, 'invalid_request', 'amount is more than what is left.')
  const isAll = refunded === cents(checkout.fiatAmount)
  const more = { refunded: `${refunded / 100n}.${(refunded % 100n).toString().padStart(2, '0')}` }
  const moved = move(business, checkout.id, isAll ? 'REFUNDED' : 'PARTIALLY_REFUNDED', more)
  if (!moved)
    throw new Refusal(400, 'invalid_request', `A checkout that is ${checkout.status} cannot be refunded.`)
  business.records.keys.insert(key, { checkoutId: checkout.id, body: said })
  return moved
}

function cents(text: string): bigint {
  const [whole = '0', decimals = ''] = text.split('.')
  return BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'))
}
