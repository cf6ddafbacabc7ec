import { decimal, dividedUp, percent, times, written } from './decimals.ts'
import { paymentLink } from './coins.ts'
import type { CoinPayment, Invoice, Method } from './records.ts'

/** What an invoice has received and still lacks, in its own currency. */
export type Figures = {
  amount: bigint
  /** All that was sent and not taken back, whether confirmed or not. */
  paid: bigint
  settled: bigint
  isPaid: boolean
  isOver: boolean
}

export function figuresOf(invoice: Invoice): Figures {
  const valid = invoice.payments.filter(({ status }) => status !== 'Invalid')
  const paid = worth(invoice, valid)
  const settled = worth(
    invoice,
    valid.filter(({ status }) => status === 'Settled')
  )
  const amount = invoice.amount === null ? paid : decimal(invoice.amount)
  const enough = amount - percent(amount, invoice.checkout.paymentTolerance)
  return {
    amount,
    paid,
    settled,
    isPaid: paid > 0n && paid >= enough,
    isOver: isOver(invoice, paid - amount),
  }
}

/** What is less than the smallest coin is no surplus: it comes from rounding up. */
function isOver({ methods }: Invoice, surplus: bigint): boolean {
  return surplus > 0n && methods.every(({ rate }) => surplus > times(decimal(rate), decimal('0.00000001')))
}

export function worth({ methods }: Invoice, payments: CoinPayment[]): bigint {
  return payments.reduce((sum, { method, value }) => {
    const rate = methods.find(({ id }) => id === method)?.rate ?? '0'
    return sum + times(decimal(value), decimal(rate))
  }, 0n)
}

/** What is left to be paid in a coin; nothing is below zero here. */
export function dueIn(invoice: Invoice, { rate, digits }: Method): bigint {
  const { amount, paid } = figuresOf(invoice)
  return amount > paid ? dividedUp(amount - paid, decimal(rate), digits) : 0n
}

/** A way to pay as the interface tells it. */
export function presentMethod(invoice: Invoice, method: Method): Record<string, unknown> {
  const { amount, paid } = figuresOf(invoice)
  const rate = decimal(method.rate)
  const due = written(dueIn(invoice, method), method.digits)
  const own = invoice.payments.filter(
    (payment) => payment.method === method.id && payment.status !== 'Invalid'
  )
  const sent = own.reduce((sum, { value }) => sum + decimal(value), 0n)
  return {
    paymentMethodId: method.id,
    currency: method.coin,
    destination: method.destination,
    paymentLink: paymentLink(method, due),
    rate: method.rate,
    paymentMethodPaid: written(sent, method.digits),
    totalPaid: written(paid === 0n ? 0n : dividedUp(paid, rate, method.digits), method.digits),
    due,
    amount: written(dividedUp(amount, rate, method.digits), method.digits),
    paymentMethodFee: '0',
    payments: invoice.payments.filter((payment) => payment.method === method.id).map(presentPayment),
    activated: true,
    additionalData: {},
  }
}

export function presentPayment(payment: CoinPayment): Record<string, unknown> {
  const { id, receivedAt, value, status, destination } = payment
  return { id, receivedDate: receivedAt, value, fee: '0', status, destination }
}
