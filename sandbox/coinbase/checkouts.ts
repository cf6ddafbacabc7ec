import { announce } from './deliveries.ts'
import { newHex, nowIso, type Business } from './business.ts'
import type { Checkout, Status } from './records.ts'

/** Something the interface refuses, with its code and a sentence. */
export class Refusal extends Error {
  readonly status: number
  readonly body: object

  constructor(status: number, errorType: string, errorMessage: string) {
    super(errorType)
    this.status = status
    this.body = { errorType, errorMessage }
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A key is a UUID. */
export function requireKey(key: string | null): asserts key is string {
  if (key === null || !uuid.test(key))
    throw new Refusal(400, 'invalid_request', 'X-Idempotency-Key header must be a UUID.')
}

/** What one USDC costs. */
const rates: Record<string, bigint> = {
  USDC: 1_000_000n,
  USD: 1_000_000n,
  EUR: 861_000n,
  GBP: 745_000n,
  SGD: 1_284_000n,
}
const lifeMs = 30 * 60_000

type Wish = Record<string, unknown>

export function createCheckout(
  business: Business,
  wish: Wish,
  key: string | null,
  baseUrl: string
): Checkout {
  requireKey(key)
  const body = JSON.stringify(wish)
  const known = business.records.keys.get(key)
  if (known && known.body !== body)
    throw new Refusal(409, 'idempotency_error', 'The idempotency key was used for another request.')
  if (known) return business.records.checkouts.get(known.checkoutId)!
  const { amount, currency } = readMoney(wish)
  const id = newHex(12)
  const now = nowIso(business)
  const text = (name: string) => (typeof wish[name] === 'string' ? { [name]: wish[name] } : {})
  const checkout: Checkout = {
    id,
    url: `${baseUrl}/coinbase/pay/${id}`,
    amount: toUsdc(amount, currency),
    currency: 'USDC',
    network: 'base',
    address: `0x${newHex(20)}`,
    tokenAddress: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    status: 'ACTIVE',
    createdAt: now,
    updatedAt: now,
    expiresAt:
      typeof wish.expiresAt === 'string' ? wish.expiresAt : new Date(Date.parse(now) + lifeMs).toISOString(),
    description: typeof wish.description === 'string' ? wish.description : '',
    metadata: (wish.metadata ?? {}) as Record<string, string>,
    fiatAmount: amount,
    fiatCurrency: currency,
    refunded: '0',
    ...text('successRedirectUrl'),
    ...text('failRedirectUrl'),
  }
  business.records.checkouts.insert(id, checkout)
  business.records.keys.insert(key, { checkoutId: id, body })
  business.kit.timers.schedule(
    'expire',
    { id },
    { delayMs: Date.parse(checkout.expiresAt) - Date.parse(now), key: id }
  )
  return checkout
}

function readMoney(wish: Wish): { amount: string; currency: string } {
  const amount = String(wish.amount ?? '')
  const currency = String(wish.currency ?? '')
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(amount) || Number(amount) <= 0)
    throw new Refusal(400, 'invalid_request', 'amount must be a positive decimal with at most 2 decimals.')
  if (!(currency in rates))
    throw new Refusal(400, 'invalid_request', `currency ${currency} is not supported.`)
  return { amount, currency }
}

/** Cents over the price of a coin, rounded up to a millionth of a coin. */
function toUsdc(amount: string, currency: string): string {
  const [whole = '0', decimals = ''] = amount.split('.')
  const cents = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'))
  const price = rates[currency]!
  const micro = (cents * 10_000n * 1_000_000n + price - 1n) / price
  return `${micro / 1_000_000n}.${(micro % 1_000_000n).toString().padStart(6, '0')}`
}

export function present({ refunded: _refunded, ...checkout }: Checkout): object {
  return checkout
}

/** The way of a checkout: `PROCESSING` is escrowed, and only `COMPLETED` is money. */
const moves: Record<Status, readonly Status[]> = {
  ACTIVE: ['PROCESSING', 'EXPIRED', 'DEACTIVATED', 'FAILED'],
  PROCESSING: ['COMPLETED', 'FAILED'],
  COMPLETED: ['REFUNDED', 'PARTIALLY_REFUNDED'],
  PARTIALLY_REFUNDED: ['REFUNDED', 'PARTIALLY_REFUNDED'],
  EXPIRED: [],
  DEACTIVATED: [],
  FAILED: [],
  REFUNDED: [],
}

const news: Partial<Record<Status, string>> = {
  COMPLETED: 'checkout.payment.success',
  FAILED: 'checkout.payment.failed',
  EXPIRED: 'checkout.payment.expired',
  REFUNDED: 'checkout.refund.success',
  PARTIALLY_REFUNDED: 'checkout.refund.success',
}

/** @returns null when that move is not possible any more */
export function move(
  business: Business,
  id: string,
  status: Status,
  more: Partial<Checkout> = {}
): Checkout | null {
  const checkout = business.records.checkouts.get(id)
  if (!checkout || !moves[checkout.status].includes(status)) return null
  const settled =
    status === 'COMPLETED' ? { settlement: settlementOf(checkout), transactionHash: `0x${newHex(32)}` } : {}
  const moved = { ...checkout, ...settled, ...more, status, updatedAt: nowIso(business) }
  business.records.checkouts.put(id, moved)
  const type = news[status]
  if (type) announce(business, type, moved)
  return moved
}

/** One per cent is Coinbase's. */
function settlementOf({ amount }: Checkout): NonNullable<Checkout['settlement']> {
  const micro = BigInt(amount.replace('.', ''))
  const fee = micro / 100n
  const shown = (value: bigint) => `${value / 1_000_000n}.${(value % 1_000_000n).toString().padStart(6, '0')}`
  return { totalAmount: amount, feeAmount: shown(fee), netAmount: shown(micro - fee), currency: 'USDC' }
}
