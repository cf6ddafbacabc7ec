import { Fraction } from '#app/shared/money/fraction'
import { readAmount, toMinorUnits, worthOf } from '#app/payments/drivers/btcpay/amounts'
import type { BtcpayInvoice, BtcpayMethod } from '#app/payments/drivers/btcpay/answers'
import { type BtcpayConfig, toleranceOf } from '#app/payments/drivers/btcpay/config'
import type {
  CoinDue,
  Decline,
  GatewayPayment,
  GatewayReceipt,
  GatewayState,
} from '#app/payments/drivers/contract'

const neverConfirmed: Decline = {
  kind: 'lapsed',
  code: 'never_confirmed',
  message: 'The coins were seen, but the network never confirmed them. No money came in.',
  isHard: false,
}

/** An invoice of the server with its ways to pay, as a payment. */
export function toGatewayPayment(
  invoice: BtcpayInvoice,
  methods: readonly BtcpayMethod[],
  config: BtcpayConfig,
  lateRates: ReadonlyMap<string, string> = new Map()
): GatewayPayment {
  const { currency } = invoice
  const money = { amount: readAmount(invoice.amount, currency), currency }
  const receipts = receiptsOf(invoice, methods, lateRates)
  const state = stateOf(invoice, receipts)
  const captured = state === 'succeeded' ? takenBy(invoice, receipts, money.amount) : 0n
  const missing = money.amount - captured
  const isForgiven = state === 'succeeded' && missing > 0n && missing <= toleranceOf(money, config)
  const orderId = invoice.metadata?.orderId
  return {
    reference: invoice.id,
    paymentId: typeof orderId === 'string' ? orderId : null,
    state,
    money,
    captured,
    forgiven: isForgiven ? missing : 0n,
    receipts: receipts.filter(({ isConfirmed }) => isConfirmed),
    lateRates: receipts.filter(({ isLate }) => isLate).map(({ reference, rate }) => ({ reference, rate })),
    watchUntil: at(invoice.monitoringExpiration),
    clientSecret: null,
    page: pageOf(invoice, methods, state),
    decline: invoice.status === 'Invalid' && invoice.additionalStatus !== 'Marked' ? neverConfirmed : null,
    authorisationExpiresAt: null,
    method: null,
    isLive: modeOf(methods) ?? config.isLive,
  }
}

/**
 * What the two words of the server mean. Coins that are confirmed are ours, whatever the server thinks of its invoice: an invoice that
 * expired, or that was marked as not to be paid, may have received some all the same.
 */
export function stateOf(
  { status, additionalStatus }: Pick<BtcpayInvoice, 'status' | 'additionalStatus'>,
  receipts: readonly Pick<GatewayReceipt, 'isConfirmed'>[]
): GatewayState {
  switch (status) {
    case 'New':
      return 'awaiting_method'
    case 'Processing':
      return 'processing'
    case 'Settled':
      return 'succeeded'
    case 'Expired':
      if (receipts.some(({ isConfirmed }) => !isConfirmed)) return 'processing'
      return receipts.length > 0 ? 'succeeded' : 'cancelled'
    case 'Invalid':
      return receipts.some(({ isConfirmed }) => isConfirmed) ? 'succeeded' : 'cancelled'
    default:
      throw new Error(`BTCPay knows a status that we do not: ${status} (${additionalStatus})`)
  }
}

/**
 * What really came in. Who marks an invoice as settled by hand says that its money is there, for instance coins that came when nobody
 * looked any more; where the server names no transfer, its own sum counts.
 */
function takenBy(invoice: BtcpayInvoice, receipts: readonly GatewayReceipt[], asked: bigint): bigint {
  const confirmed = receipts
    .filter(({ isConfirmed }) => isConfirmed)
    .reduce((sum, { amount }) => sum + amount, 0n)
  if (invoice.status !== 'Settled') return confirmed
  if (invoice.additionalStatus === 'Marked') return confirmed > asked ? confirmed : asked
  if (receipts.length > 0) return confirmed
  return toMinorUnits(
    Fraction.fromDecimal(invoice.paidAmount ?? '0'),
    invoice.currency
  ).roundHalfAwayFromZero()
}

/**
 * Every transfer that was not taken back, oldest first, each with what it is worth: at the rate of its price, or, where that had run out, at the
 * rate at which it was first seen.
 */
export function receiptsOf(
  { currency, expirationTime }: Pick<BtcpayInvoice, 'currency' | 'expirationTime'>,
  methods: readonly BtcpayMethod[],
  lateRates: ReadonlyMap<string, string> = new Map()
): GatewayReceipt[] {
  const transfers = methods
    .flatMap((method) =>
      (method.payments ?? []).map((transfer) => {
        const isLate = transfer.receivedDate >= expirationTime
        return { method, transfer, isLate, rate: (isLate && lateRates.get(transfer.id)) || method.rate }
      })
    )
    .filter(({ transfer }) => transfer.status !== 'Invalid')
    .toSorted(
      (a, b) => a.transfer.receivedDate - b.transfer.receivedDate || (a.transfer.id < b.transfer.id ? -1 : 1)
    )
  const worth = worthOf(
    transfers.map(({ transfer, rate }) => ({ coinAmount: transfer.value, rate })),
    currency
  )
  return transfers.map(({ method, transfer, isLate, rate }, index) => ({
    reference: transfer.id,
    method: method.paymentMethodId,
    coin: method.currency,
    coinAmount: transfer.value,
    rate,
    networkFee: transfer.fee ?? null,
    amount: worth[index]!,
    receivedAt: at(transfer.receivedDate),
    isLate,
    isConfirmed: transfer.status === 'Settled',
  }))
}

function pageOf(
  invoice: BtcpayInvoice,
  methods: readonly BtcpayMethod[],
  state: GatewayState
): GatewayPayment['page'] {
  if (state !== 'awaiting_method' && state !== 'processing') return null
  return {
    driver: 'btcpay',
    url: invoice.checkoutLink,
    expiresAt: at(invoice.expirationTime),
    coins: state === 'awaiting_method' ? methods.flatMap(toCoin) : [],
  }
}

/** A way to pay that was never opened has no address yet: it is on the server's own page. */
function toCoin(method: BtcpayMethod): CoinDue[] {
  const { paymentMethodId, currency, destination, paymentLink, due, totalPaid, rate } = method
  if (method.activated === false || !destination) return []
  const uri = paymentLink ?? destination
  return [{ method: paymentMethodId, coin: currency, address: destination, uri, due, paid: totalPaid, rate }]
}

const testPrefix = /^(tb1|bcrt1|tltc1|rltc1|lntb|lnbcrt|[mn2Q][1-9A-HJ-NP-Za-km-z]{25,})/
const livePrefix = /^(bc1|ltc1|lnbc|[13LM][1-9A-HJ-NP-Za-km-z]{25,})/

/** Which network an address is of, where it says so: coins of a test network are worth nothing. */
export function modeOf(methods: readonly Pick<BtcpayMethod, 'destination'>[]): boolean | null {
  for (const { destination } of methods) {
    if (destination && testPrefix.test(destination)) return false
    if (destination && livePrefix.test(destination)) return true
  }
  return null
}

function at(seconds: number): Date {
  return new Date(seconds * 1000)
}
