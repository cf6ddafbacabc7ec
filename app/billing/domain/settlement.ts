import type { Invoice } from '#app/billing/domain/invoice'
import { type InvoiceNotOpen, moveInvoice } from '#app/billing/domain/invoice_state'
import { ok, type Result } from '#app/shared/result'

export interface Settlement {
  amount: bigint
  amountDue: bigint
  isPaid: boolean
}

/**
 * How much of the money at hand goes to an invoice: what is due and no more. What is left stays on the customer balance, where
 * it was booked when it came in.
 */
export function settle(
  invoice: Pick<Invoice, 'status' | 'amountDue'>,
  available: bigint
): Result<Settlement, InvoiceNotOpen> {
  const move = moveInvoice(invoice.status, 'settle')
  if (!move.ok) return move
  const usable = available > 0n ? available : 0n
  const amount = usable < invoice.amountDue ? usable : invoice.amountDue
  const amountDue = invoice.amountDue - amount
  return ok({ amount, amountDue, isPaid: amountDue === 0n })
}
