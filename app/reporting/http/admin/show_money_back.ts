import { findBalance, findInvoice } from '#app/billing/index'
import { findPaymentParts, findPaymentRow, listDisputes, listRefunds, readRefundable, refundableOf, showDispute, showStaffRefund } from '#app/payments/index' // prettier-ignore
import { inReadTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { Clock } from '#app/shared/time/clock'

const listedMax = 50

/** What went back on a payment, what is disputed of it, and what may still go back: for its page and the dialog there. */
export async function showMoneyBack(paymentId: string) {
  const refunds = await listRefunds({ customerId: null, paymentId, size: listedMax })
  const disputes = await listDisputes({ paymentId, size: listedMax })
  const found = await inReadTransaction(async () => {
    const payment = await findPaymentRow(paymentId)
    return payment && { payment, refundable: refundableOf(await readRefundable(payment)), parts: await findPaymentParts(paymentId) }
  })
  if (!found) return { refunds: [], disputes: [], money_back: null }
  const { payment, refundable, parts } = found
  const { currency } = payment.money
  const ids = payment.invoiceId ? [payment.invoiceId] : parts.map(({ invoiceId }) => invoiceId)
  return {
    refunds: refunds.rows.map(showStaffRefund),
    disputes: disputes.rows.map((dispute) => showDispute(dispute, new Clock().now())),
    money_back: {
      currency,
      free: toWire({ amount: await freeOf(payment.customerId), currency }),
      sources: [sourceOf(payment.id, null, { refundable, currency })],
      invoices: await showInvoices(ids),
    },
  }
} // prettier-ignore

interface PaymentSeen {
  id: string
  status: string
  method_brand: string | null
  method_last4: string | null
}

/** The same for an invoice: each payment for it may have something left. */
export async function showInvoiceMoneyBack(
  invoice: { id: string; customerId: string; currency: string },
  payments: readonly PaymentSeen[]
) {
  const { id, customerId, currency } = invoice
  const refunds = await listRefunds({ customerId: null, invoiceId: id, size: listedMax })
  const taken = payments.filter(({ status }) => status === 'succeeded')
  const sources = await inReadTransaction(async () => {
    const found = []
    for (const { id: paymentId, method_brand: brand, method_last4: last4 } of taken) {
      const refundable = refundableOf(await readRefundable((await findPaymentRow(paymentId))!))
      if (refundable > 0n) found.push(sourceOf(paymentId, last4 ? { brand, last4 } : null, { refundable, currency }))
    }
    return found
  })
  return {
    refunds: refunds.rows.map(showStaffRefund),
    money_back: { currency, free: toWire({ amount: await freeOf(customerId), currency }), sources, invoices: await showInvoices([id]) },
  }
} // prettier-ignore

function sourceOf(
  paymentId: string,
  card: { brand: string | null; last4: string | null } | null,
  { refundable, currency }: { refundable: bigint; currency: string }
) {
  const payment_id = showId('payment', paymentId)
  return { payment_id, card, refundable: toWire({ amount: refundable, currency }) }
}

async function freeOf(customerId: string): Promise<bigint> {
  const balance = await findBalance(customerId, new Clock().now())
  return balance && balance.free.amount > 0n ? balance.free.amount : 0n
}

async function showInvoices(ids: readonly string[]) {
  const found = []
  for (const id of ids.slice(0, listedMax)) {
    const details = await findInvoice(id, null)
    if (!details || details.creditable === 0n) continue
    const { invoice, lines, takenBack, creditable } = details
    const { currency } = invoice
    found.push({
      id: showId('invoice', id),
      reference: invoice.reference,
      creditable: toWire({ amount: creditable, currency }),
      lines: lines
        .map((line) => ({ line, left: line.amount - (takenBack.get(line.position) ?? 0n) }))
        .filter(({ left }) => left > 0n)
        .map(({ line, left }) => ({
          position: line.position,
          description: line.description,
          left: toWire({ amount: left, currency }),
        })),
    })
  }
  return found
}
