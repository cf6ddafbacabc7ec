import { Fraction } from '#app/shared/money/fraction'
import { currencyExponent } from '#app/shared/money/currency'
import { type Money, toDecimal } from '#app/shared/money/money'
import type { Decline, GatewayPayment, GatewayState } from '#app/payments/drivers/contract'

/** What we read of a checkout. */
export interface CoinbaseCheckout {
  id: string
  url: string
  amount: string
  currency: string
  status: string
  expiresAt?: string | null
  metadata?: Record<string, string> | null
  fiatAmount?: string | null
  fiatCurrency?: string | null
}

/** What a checkout may be asked for in; always with two decimals. */
export const currencies = ['USDC', 'USD', 'EUR', 'GBP', 'SGD']

/** The amount as Coinbase takes it, or null when it cannot be said there. Never rounds. */
export function toCoinbaseAmount(money: Money): string | null {
  const isTaken = currencies.includes(money.currency) && currencyExponent(money.currency) === 2
  return isTaken ? toDecimal(money) : null
}

/** `PROCESSING` is escrowed only. A checkout is paid once and in full, so what is completed is all of it. */
const states: Record<string, GatewayState> = {
  ACTIVE: 'awaiting_method',
  PROCESSING: 'processing',
  COMPLETED: 'succeeded',
  REFUNDED: 'succeeded',
  PARTIALLY_REFUNDED: 'succeeded',
  EXPIRED: 'cancelled',
  DEACTIVATED: 'cancelled',
  FAILED: 'cancelled',
}

const failed: Decline = {
  kind: 'lapsed',
  code: 'payment_failed',
  message: 'The transfer did not go through. No money came in.',
  isHard: false,
}

export function toGatewayPayment(checkout: CoinbaseCheckout, isLive: boolean): GatewayPayment {
  const state = states[checkout.status]
  if (!state) throw new Error(`Coinbase knows a status that we do not: ${checkout.status}`)
  const money = moneyOf(checkout)
  const isOpen = state === 'awaiting_method' || state === 'processing'
  const expiresAt = checkout.expiresAt ? new Date(checkout.expiresAt) : null
  return {
    reference: checkout.id,
    paymentId: checkout.metadata?.payment_id ?? null,
    state,
    money,
    captured: state === 'succeeded' ? money.amount : 0n,
    clientSecret: null,
    page: isOpen ? { driver: 'coinbase', url: checkout.url, expiresAt, coins: [] } : null,
    decline: checkout.status === 'FAILED' ? failed : null,
    authorisationExpiresAt: null,
    method: null,
    isLive,
  }
}

/** Asked for in money, a checkout counts in USDC and tells the money beside it; asked for in USDC it may tell only that. */
function moneyOf({ amount, currency, fiatAmount, fiatCurrency }: CoinbaseCheckout): Money {
  const [text, code] = fiatAmount && fiatCurrency ? [fiatAmount, fiatCurrency] : [amount, currency]
  const exact = Fraction.fromDecimal(text).times(new Fraction(10n ** BigInt(currencyExponent(code))))
  if (exact.denominator !== 1n) throw new Error(`Coinbase says ${text} ${code}, which has no such small unit`)
  return { amount: exact.numerator, currency: code }
}
