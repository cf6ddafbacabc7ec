import { randomBytes } from 'node:crypto'
import { written } from './decimals.ts'
import { announce } from './deliveries.ts'
import { figuresOf, presentPayment } from './figures.ts'
import type { CoinPayment, Invoice, SpeedPolicy } from './records.ts'
import { nowSeconds, type Shop } from './shop.ts'

const confirmationsWanted: Record<SpeedPolicy, number> = {
  HighSpeed: 0,
  MediumSpeed: 1,
  LowMediumSpeed: 2,
  LowSpeed: 6,
}

export type Sent = { method: string; value: bigint; isStuck: boolean }

/** Coins arrive. Lightning is final at once; a chain wants its blocks first. */
export function receiveCoins(shop: Shop, invoiceId: string, { method, value, isStuck }: Sent): Invoice {
  const invoice = shop.records.invoices.get(invoiceId)!
  const way = invoice.methods.find(({ id }) => id === method)!
  const isLightning = method.endsWith('-LN')
  const payment: CoinPayment = {
    id: isLightning ? randomBytes(32).toString('hex') : `${randomBytes(32).toString('hex')}-0`,
    method,
    destination: way.destination,
    value: written(value),
    // Whole seconds: what comes after the end is after it, also within the same one.
    receivedAt:
      invoice.status === 'Expired' ? Math.max(nowSeconds(shop), invoice.expiresAt) : nowSeconds(shop),
    confirmations: 0,
    status: 'Processing',
    afterExpiration: invoice.status === 'Expired',
    isStuck: isStuck && !isLightning,
  }
  // When nobody watches any more, coins lie in the wallet and the server says nothing.
  if (!invoice.isMonitored) {
    return shop.records.invoices.put(invoiceId, {
      ...invoice,
      payments: [...invoice.payments, { ...payment, status: 'Invalid' }],
    })
  }
  const received = shop.records.invoices.put(invoiceId, {
    ...invoice,
    payments: [...invoice.payments, payment],
  })
  announcePayment(shop, received, 'InvoiceReceivedPayment', payment)
  watch(shop, invoiceId)
  const confirms =
    isLightning || (confirmationsWanted[invoice.checkout.speedPolicy] === 0 && !payment.isStuck)
  if (confirms) settlePayment(shop, invoiceId, payment.id)
  else scheduleBlock(shop)
  return shop.records.invoices.get(invoiceId)!
}

function announcePayment(shop: Shop, invoice: Invoice, type: string, payment: CoinPayment): void {
  announce(shop, invoice, type, {
    afterExpiration: payment.afterExpiration,
    paymentMethodId: payment.method,
    payment: presentPayment(payment),
  })
}

/** One payment has the confirmations that its invoice wants. */
function settlePayment(shop: Shop, invoiceId: string, paymentId: string): void {
  const invoice = changePayment(shop, invoiceId, paymentId, { status: 'Settled' })
  const payment = invoice.payments.find(({ id }) => id === paymentId)!
  announcePayment(shop, invoice, 'InvoicePaymentSettled', payment)
  watch(shop, invoiceId)
}

function changePayment(
  shop: Shop,
  invoiceId: string,
  paymentId: string,
  change: Partial<CoinPayment>
): Invoice {
  const invoice = shop.records.invoices.get(invoiceId)!
  const payments = invoice.payments.map((one) => (one.id === paymentId ? { ...one, ...change } : one))
  return shop.records.invoices.put(invoiceId, { ...invoice, payments })
}

/** What the server's watcher makes of an invoice after something happened to it. */
function watch(shop: Shop, invoiceId: string): void {
  let invoice = shop.records.invoices.get(invoiceId)!
  const put = (change: Partial<Invoice>) =>
    (invoice = shop.records.invoices.put(invoiceId, { ...invoice, ...change }))
  const { isPaid, isOver, paid, settled, amount } = figuresOf(invoice)
  if (invoice.status === 'New' && isPaid) {
    put({ status: 'Processing', additionalStatus: isOver ? 'PaidOver' : 'None' })
    announce(shop, invoice, 'InvoiceProcessing', { overPaid: isOver })
  } else if (invoice.status === 'Expired' && isPaid) {
    put({ additionalStatus: 'PaidLate' })
  } else if ((invoice.status === 'New' || invoice.status === 'Expired') && paid > 0n) {
    put({ additionalStatus: 'PaidPartial' })
  } else if (invoice.status === 'New') {
    put({ additionalStatus: 'None' })
  } else if (invoice.status === 'Processing' && !isPaid) {
    put({ status: 'New', additionalStatus: paid > 0n ? 'PaidPartial' : 'None' })
  } else if (invoice.status === 'Processing') {
    put({ additionalStatus: isOver ? 'PaidOver' : 'None' })
  }
  const tolerated = (amount * BigInt(Math.round(invoice.checkout.paymentTolerance * 100))) / 10_000n
  if (invoice.status === 'Processing' && settled >= amount - tolerated) {
    put({ status: 'Settled' })
    announce(shop, invoice, 'InvoiceSettled', {
      manuallyMarked: false,
      overPaid: invoice.additionalStatus === 'PaidOver',
    })
  }
}

/** A block is found: every payment that waits for one comes a step further. */
export function mineBlock(shop: Shop): number {
  let moved = 0
  for (const invoice of shop.records.invoices.find(({ payments }) => payments.some(waits))) {
    for (const payment of invoice.payments.filter(waits)) {
      const confirmations = payment.confirmations + 1
      changePayment(shop, invoice.id, payment.id, { confirmations })
      moved += 1
      if (
        payment.status === 'Processing' &&
        confirmations >= confirmationsWanted[invoice.checkout.speedPolicy]
      )
        settlePayment(shop, invoice.id, payment.id)
    }
  }
  if (moved > 0) scheduleBlock(shop)
  return moved
}

function waits({ method, status, confirmations, isStuck }: CoinPayment): boolean {
  return !isStuck && status !== 'Invalid' && !method.endsWith('-LN') && confirmations < 6
}

/** Blocks come by themselves while somebody waits for one; without a time they come by the lever only. */
function scheduleBlock(shop: Shop): void {
  if (shop.blockMs > 0) shop.kit.timers.schedule('block', {}, { delayMs: shop.blockMs, key: 'block' })
}

/** The sender took an unconfirmed payment back by sending the same coins elsewhere. */
export function replacePayment(shop: Shop, invoiceId: string, paymentId: string): void {
  changePayment(shop, invoiceId, paymentId, { status: 'Invalid' })
  watch(shop, invoiceId)
}

/** The time to pay is over. What is paid in full waits for its blocks. */
export function expireInvoice(shop: Shop, invoiceId: string): void {
  const invoice = shop.records.invoices.get(invoiceId)
  if (invoice?.status !== 'New') return
  // What came in time stays in time, also when it came in this very second.
  const lastReceived = Math.max(0, ...invoice.payments.map(({ receivedAt }) => receivedAt))
  const expiresAt = Math.min(invoice.expiresAt, Math.max(nowSeconds(shop), lastReceived + 1))
  const expired = shop.records.invoices.put(invoiceId, { ...invoice, status: 'Expired', expiresAt })
  shop.kit.timers.cancel('expire', invoiceId)
  announce(shop, expired, 'InvoiceExpired', { partiallyPaid: expired.additionalStatus === 'PaidPartial' })
}

/** The server stops looking: what was seen and never confirmed is given up. */
export function endMonitoring(shop: Shop, invoiceId: string): void {
  expireInvoice(shop, invoiceId)
  const invoice = shop.records.invoices.get(invoiceId)
  if (!invoice) return
  const monitoringEndsAt = Math.min(invoice.monitoringEndsAt, nowSeconds(shop))
  const ended = shop.records.invoices.put(invoiceId, { ...invoice, isMonitored: false, monitoringEndsAt })
  shop.kit.timers.cancel('end_monitoring', invoiceId)
  if (ended.status !== 'Processing') return
  const given = shop.records.invoices.put(invoiceId, { ...ended, status: 'Invalid' })
  announce(shop, given, 'InvoiceInvalid', { manuallyMarked: false })
}
