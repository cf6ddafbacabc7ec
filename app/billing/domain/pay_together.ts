import type { DebtPart, PaymentLimits } from '#app/payments/index'
import { err, ok, type Result } from '#app/shared/result'
import type { Invoice } from '#app/billing/domain/invoice'
import type { InvoiceStatus } from '#app/billing/domain/invoice_state'

/** What somebody wants to pay of one invoice: all that is due when `amount` is null. */
export interface PayWish {
  invoiceId: string
  amount: bigint | null
}

export type PayPlanRefusal =
  | { type: 'nothing_chosen' }
  | { type: 'too_many'; limit: number }
  | { type: 'chosen_twice'; invoiceId: string }
  | { type: 'invoice_not_found'; invoiceId: string }
  | { type: 'invoice_not_open'; invoiceId: string; status: InvoiceStatus }
  | { type: 'currencies_differ' }
  | { type: 'more_than_due'; invoiceId: string; limit: bigint }
  | { type: 'part_payments_off'; invoiceId: string }
  | { type: 'below_part_min'; invoiceId: string; limit: bigint }

/** Who pays what: first the customer balance, as far as it goes, then the card. */
export interface PayPlan {
  currency: string
  total: bigint
  fromBalance: DebtPart[]
  byCard: DebtPart[]
}

/** One payment is for so many invoices at most. */
export const invoicesPerPaymentMax = 50

type PayableInvoice = Pick<Invoice, 'id' | 'status' | 'currency' | 'amountDue' | 'dueOn'>

/**
 * Decides what one payment for several invoices consists of. What was due first is paid first from the balance. A part of an invoice has
 * to keep to the limits; those are null for staff, who may record and charge what they agreed on with the customer.
 */
export function planPayment(
  invoices: ReadonlyMap<string, PayableInvoice>,
  wishes: readonly PayWish[],
  {
    balance,
    limits,
  }: { balance: bigint; limits: Pick<PaymentLimits, 'allowsPartPayments' | 'partPaymentMin'> | null }
): Result<PayPlan, PayPlanRefusal> {
  const refusal = findRefusal(invoices, wishes, limits)
  if (refusal) return err(refusal)
  const chosen = wishes
    .map(({ invoiceId, amount }) => ({
      invoice: invoices.get(invoiceId)!,
      amount: amount ?? invoices.get(invoiceId)!.amountDue,
    }))
    .sort((a, b) => compare(a.invoice, b.invoice))
  const plan: PayPlan = { currency: chosen[0]!.invoice.currency, total: 0n, fromBalance: [], byCard: [] }
  let left = balance > 0n ? balance : 0n
  for (const { invoice, amount } of chosen) {
    const fromBalance = left < amount ? left : amount
    left -= fromBalance
    plan.total += amount
    if (fromBalance > 0n) plan.fromBalance.push({ invoiceId: invoice.id, amount: fromBalance })
    if (amount > fromBalance) plan.byCard.push({ invoiceId: invoice.id, amount: amount - fromBalance })
  }
  return ok(plan)
}

function findRefusal(
  invoices: ReadonlyMap<string, PayableInvoice>,
  wishes: readonly PayWish[],
  limits: Pick<PaymentLimits, 'allowsPartPayments' | 'partPaymentMin'> | null
): PayPlanRefusal | null {
  if (wishes.length === 0) return { type: 'nothing_chosen' }
  if (wishes.length > invoicesPerPaymentMax) return { type: 'too_many', limit: invoicesPerPaymentMax }
  const seen = new Set<string>()
  for (const { invoiceId, amount } of wishes) {
    if (seen.has(invoiceId)) return { type: 'chosen_twice', invoiceId }
    seen.add(invoiceId)
    const invoice = invoices.get(invoiceId)
    if (!invoice) return { type: 'invoice_not_found', invoiceId }
    const { status, amountDue } = invoice
    if (status !== 'open' || amountDue === 0n) return { type: 'invoice_not_open', invoiceId, status }
    if (amount !== null && amount > amountDue) return { type: 'more_than_due', invoiceId, limit: amountDue }
    if (amount === null || amount === amountDue || !limits) continue
    if (!limits.allowsPartPayments) return { type: 'part_payments_off', invoiceId }
    const limit = limits.partPaymentMin
    if (amount < limit) return { type: 'below_part_min', invoiceId, limit }
  }
  const currencies = new Set(wishes.map(({ invoiceId }) => invoices.get(invoiceId)!.currency))
  return currencies.size > 1 ? { type: 'currencies_differ' } : null
}

/** By due date, then by age. */
function compare(a: PayableInvoice, b: PayableInvoice): number {
  if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
