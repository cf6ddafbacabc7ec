import type { InvoiceStatus } from '#app/billing/domain/invoice_state'

/** Money that paid an invoice and of which something may be taken back. */
export interface ReversibleSettlement {
  causeId: string
  invoiceId: string
  /** What is left of it: earlier reversals are taken off. */
  amount: bigint
}

export interface ReversibleInvoice {
  id: string
  status: InvoiceStatus
  total: bigint
  /** What credit notes took back of it. */
  credited: bigint
  amountDue: bigint
}

export interface ReversalPart {
  causeId: string
  invoiceId: string
  amount: bigint
}

export interface ReversalPlan {
  /** What invoices owe again, by the settlement that had paid it. */
  parts: ReversalPart[]
  /** By how much the balance falls below zero because what was on it is spent on nothing that could be opened again. */
  shortBy: bigint
}

/**
 * What follows when money that was booked for a customer is taken back. First the invoices that it paid owe it again; the rest comes off the
 * balance. Where the balance was spent on other invoices meanwhile, those owe it again, the latest first. An invoice owes no more than what is
 * left of it after credit notes; one that was taken back or given up stays closed. What still is missing makes the balance negative: the customer owes it.
 */
export function planReversal(input: {
  amount: bigint
  /** What is on the balance now. */
  balance: bigint
  own: readonly ReversibleSettlement[]
  /** What the balance paid since, latest first. */
  later: readonly ReversibleSettlement[]
  invoices: ReadonlyMap<string, ReversibleInvoice>
}): ReversalPlan {
  const { amount, balance, own, later, invoices } = input
  const parts: ReversalPart[] = []
  const room = new Map([...invoices.values()].map((invoice) => [invoice.id, roomOf(invoice)]))
  const take = ({ causeId, invoiceId, amount: settled }: ReversibleSettlement, wanted: bigint): bigint => {
    const taken = least(settled, room.get(invoiceId) ?? 0n, wanted)
    if (taken <= 0n) return 0n
    room.set(invoiceId, room.get(invoiceId)! - taken)
    parts.push({ causeId, invoiceId, amount: taken })
    return taken
  }
  let missing = amount
  for (const settlement of own) missing -= take(settlement, missing)
  missing -= least(missing, balance > 0n ? balance : 0n)
  for (const settlement of later) missing -= take(settlement, missing)
  return { parts, shortBy: missing }
}

/** The most that an invoice can owe more than it does. */
function roomOf({ status, total, credited, amountDue }: ReversibleInvoice): bigint {
  return status === 'open' || status === 'paid' ? total - credited - amountDue : 0n
}

function least(...amounts: bigint[]): bigint {
  return amounts.reduce((a, b) => (b < a ? b : a))
}
