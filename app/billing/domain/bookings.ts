import { chart, credit, debit, type NewEntry, type NewPosting } from '#app/ledger/index'
import type { Money } from '#app/shared/money/money'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { PricedDocument } from '#app/billing/domain/price_lines'

interface BookedInvoice {
  id: string
  customerId: string
  currency: string
}

/** A part of an invoice that money pays, or paid. */
interface BookedSettlement {
  invoice: BookedInvoice
  causeId: string
  amount: bigint
  bookedOn: CalendarDate
}

/** The customer owes the total; we owe the days of service and the tax. Null for an invoice over nothing. */
export function bookIssue(
  invoice: BookedInvoice,
  document: PricedDocument,
  bookedOn: CalendarDate
): NewEntry | null {
  if (document.total === 0n) return null
  const { currency } = invoice
  const postings = [
    debit(chart.receivable(invoice.customerId), { amount: document.total, currency }, invoice.id),
    credit(chart.deferredRevenue(), { amount: document.subtotal, currency }),
    ...document.taxGroups.map((group) =>
      credit(chart.taxPayable(group.jurisdiction), { amount: group.taxAmount, currency })
    ),
  ]
  return { kind: 'invoice_issued', causeId: invoice.id, bookedOn, postings: postings.filter(moves) }
}

/** Money that we hold for the customer pays a part of the invoice. */
export function bookSettlement(input: BookedSettlement): NewEntry {
  const { invoice, causeId, amount, bookedOn } = input
  const money = { amount, currency: invoice.currency }
  return {
    kind: 'invoice_settled',
    causeId,
    bookedOn,
    postings: [
      debit(chart.customerBalance(invoice.customerId), money),
      credit(chart.receivable(invoice.customerId), money, invoice.id),
    ],
  }
}

/** Money that had paid a part of an invoice is taken back: it is owed again, and the money lies on the balance until it leaves. */
export function bookSettlementReversal(input: BookedSettlement): NewEntry {
  const { invoice, causeId, amount, bookedOn } = input
  const money = { amount, currency: invoice.currency }
  return {
    kind: 'settlement_reversed',
    causeId,
    bookedOn,
    postings: [
      debit(chart.receivable(invoice.customerId), money, invoice.id),
      credit(chart.customerBalance(invoice.customerId), money),
    ],
  }
}

/** Takes back what credit notes left of an issued invoice. What was paid on it goes to the customer balance. */
export function bookVoid(input: {
  invoice: BookedInvoice & {
    subtotal: bigint
    taxTotal: bigint
    total: bigint
    amountDue: bigint
    issuedOn: CalendarDate
  }
  /** What is left of its taxes. */
  taxes: { jurisdiction: string; amount: bigint }[]
  credited: { subtotal: bigint; total: bigint }
  bookedOn: CalendarDate
}): NewEntry | null {
  const { invoice, taxes, credited, bookedOn } = input
  const { currency } = invoice
  if (invoice.total === credited.total) return null
  const postings = [
    credit(chart.receivable(invoice.customerId), { amount: invoice.amountDue, currency }, invoice.id),
    credit(chart.customerBalance(invoice.customerId), {
      amount: invoice.total - credited.total - invoice.amountDue,
      currency,
    }),
    debit(chart.deferredRevenue(), { amount: invoice.subtotal - credited.subtotal, currency }),
    ...taxes.map((tax) => debit(chart.taxPayable(tax.jurisdiction), { amount: tax.amount, currency })),
  ]
  return {
    kind: 'invoice_voided',
    causeId: invoice.id,
    bookedOn,
    ratesOn: invoice.issuedOn,
    postings: postings.filter(moves),
  }
}

/** Takes issued lines back: less is due on the invoice, and what was paid already goes to the customer balance. */
export function bookCredit(input: {
  creditNoteId: string
  invoice: BookedInvoice & { issuedOn: CalendarDate }
  credit: { subtotal: bigint; taxes: { jurisdiction: string; amount: bigint }[] }
  toInvoice: bigint
  toBalance: bigint
  bookedOn: CalendarDate
}): NewEntry {
  const { creditNoteId, invoice, toInvoice, toBalance, bookedOn } = input
  const { currency, customerId } = invoice
  const postings = [
    debit(chart.deferredRevenue(), { amount: input.credit.subtotal, currency }),
    ...input.credit.taxes.map(({ jurisdiction, amount }) =>
      debit(chart.taxPayable(jurisdiction), { amount, currency })
    ),
    credit(chart.receivable(customerId), { amount: toInvoice, currency }, invoice.id),
    credit(chart.customerBalance(customerId), { amount: toBalance, currency }),
  ]
  return {
    kind: 'credit_note_issued',
    causeId: creditNoteId,
    bookedOn,
    ratesOn: invoice.issuedOn,
    postings: postings.filter(moves),
  }
}

/** Gives up on what is still due. */
export function bookWriteOff(
  invoice: BookedInvoice & { amountDue: bigint },
  bookedOn: CalendarDate
): NewEntry {
  const money = { amount: invoice.amountDue, currency: invoice.currency }
  return {
    kind: 'invoice_written_off',
    causeId: invoice.id,
    bookedOn,
    postings: [
      debit(chart.badDebt(), money),
      credit(chart.receivable(invoice.customerId), money, invoice.id),
    ],
  }
}

/** Money that came in beside the gateways belongs to its customer until it is applied. */
export function bookReceivedPayment(received: {
  id: string
  customerId: string
  method: string
  money: Money
}): NewEntry {
  const { id, customerId, method, money } = received
  return {
    kind: 'money_received',
    causeId: id,
    postings: [debit(chart.cash(method), money), credit(chart.customerBalance(customerId), money)],
  }
}

/** Money that was booked for a customer leaves again: it never was theirs, or their bank took it back. */
export function bookMoneyReturned(returned: {
  reversalId: string
  customerId: string
  method: string
  money: Money
  bookedOn: CalendarDate
  /** The day on which it was booked as received: its rate counts. */
  receivedOn: CalendarDate
}): NewEntry {
  const { reversalId, customerId, method, money, bookedOn, receivedOn } = returned
  return {
    kind: 'money_returned',
    causeId: reversalId,
    bookedOn,
    ratesOn: receivedOn,
    postings: [debit(chart.customerBalance(customerId), money), credit(chart.cash(method), money)],
  }
}

interface PassedOnLoss {
  dispute: { id: string; customerId: string; money: Money; passedOn: bigint }
  bookedOn: CalendarDate
}

/** What a bank took back for good is no loss of ours: what the payment had paid is owed again, or was taken back. */
export function bookLossPassedOn({ dispute, amount, bookedOn }: PassedOnLoss & { amount: bigint }): NewEntry {
  const { id: causeId, customerId, money } = dispute
  const moved = { amount, currency: money.currency }
  return {
    kind: 'dispute_passed_on',
    causeId,
    bookedOn,
    postings: [debit(chart.customerBalance(customerId), moved), credit(chart.chargebacks(), moved)],
  }
}

/** It was won after all: the money is the customer's again. */
export function bookLossTakenBack({ dispute, bookedOn }: PassedOnLoss): NewEntry {
  const { id: causeId, customerId, money, passedOn } = dispute
  const moved = { amount: passedOn, currency: money.currency }
  return {
    kind: 'dispute_passed_on_reversed',
    causeId,
    bookedOn,
    postings: [debit(chart.chargebacks(), moved), credit(chart.customerBalance(customerId), moved)],
  }
}

/** Staff gives money to a balance at our cost, or takes some back. @param money negative takes */
export function bookAdjustment(adjustment: { id: string; customerId: string; money: Money }): NewEntry {
  const { id, customerId, money } = adjustment
  return {
    kind: money.amount > 0n ? 'balance_granted' : 'balance_withdrawn',
    causeId: id,
    postings: [debit(chart.balanceAdjustments(), money), credit(chart.customerBalance(customerId), money)],
  }
}

/** What two customers get because one brought the other is a cost of ours, and money that we hold for them. */
export function bookReferral(referral: {
  id: string
  referrerId: string
  referredId: string
  referrer: { currency: string; amount: bigint } | null
  referred: { currency: string; amount: bigint } | null
}): NewEntry | null {
  const { referrer, referred } = referral
  const sides = [
    { customerId: referral.referrerId, reward: referrer },
    { customerId: referral.referredId, reward: referred },
  ]
  const postings = sides.flatMap(({ customerId, reward }) =>
    reward
      ? [debit(chart.referralCost(), reward), credit(chart.customerBalance(customerId), reward)].filter(moves)
      : []
  )
  return postings.length > 0 ? { kind: 'referral_paid', causeId: referral.id, postings } : null
}

/** A free plan or an untaxed sale has a side of zero, which the books do not hold. */
function moves(posting: NewPosting): boolean {
  return posting.amount !== 0n
}
