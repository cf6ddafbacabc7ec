import {
  findMention,
  holds,
  mentionsNumber,
  type SearchText,
  toSearchText,
} from '#app/banking/domain/mentions'
import type { StatedMovement } from '#app/banking/domain/movement'
import type { Confidence, MatchReason, Proposal } from '#app/banking/domain/proposal'

/** An invoice that a transfer may be for. */
export interface MatchInvoice {
  id: string
  reference: string
  creditorReference: string
  status: 'open' | 'paid' | 'void' | 'uncollectible'
  currency: string
  amountDue: bigint
  dueOn: string
}

/** A customer whom something points at, with what they owe and whatever else of theirs is named. */
export interface MatchCustomer {
  id: string
  number: string
  names: string[]
  /** Whether transfers from this account were booked for them before. */
  isKnownPayer: boolean
  invoices: MatchInvoice[]
}

/** So many open invoices are tried in every combination; with more it takes too long and proves too little. */
const combinedMax = 12
const proposalsMax = 5

type Paid = Pick<StatedMovement, 'amount' | 'currency' | 'remittance' | 'creditorReference' | 'endToEndId' | 'counterpartyName'> // prettier-ignore

/**
 * Whose money came in, and for what: the best answer first, each with its reasons. What the payer wrote says more than the account it came
 * from, and that says more than an amount. Only what leaves no doubt is certain: docs/bank.md has the table.
 */
export function matchMovement(movement: Paid, customers: readonly MatchCustomer[]): Proposal[] {
  const said = [movement.remittance, movement.creditorReference, movement.endToEndId].filter(Boolean).join(' | ')
  const text = toSearchText(said)
  const found = customers
    .map((customer) => ({ customer, clue: readClue(customer, { movement, said, text }) }))
    .filter(({ clue }) => clue.strength > 0)
  const strong = found.filter(({ clue }) => clue.strength >= named)
  return found
    .map(({ customer, clue }) => doubt(propose(movement, customer, clue), findDoubts(clue, found.map((each) => each.clue))))
    .map((proposal) => ({ proposal, isOnly: proposal.reasons.includes('amount_only') }))
    .filter(({ isOnly }) => !isOnly || strong.length === 0)
    .map(({ proposal }) => proposal)
    .toSorted(byConfidence)
    .slice(0, proposalsMax)
} // prettier-ignore

interface Clue {
  /** The higher the surer. */
  strength: number
  reasons: MatchReason[]
  /** Invoices that the payer named. */
  named: MatchInvoice[]
  /** They are named by nothing but a reference whose check digits are wrong: a digit of it is not what was meant. */
  isBroken: boolean
}

const checked = 4
const named = 3
const pointed = 2
const guessed = 1

/** What points at a customer. */
function readClue(
  customer: MatchCustomer,
  { movement, said, text }: { movement: Paid; said: string; text: SearchText }
): Clue {
  const own = customer.invoices.filter(({ currency }) => currency === movement.currency)
  const byReference = own.filter((invoice) => holds(text, invoice.creditorReference))
  const mentioned = own.map((invoice) => ({ invoice, mention: findMention(text, invoice.reference) }))
  const byNumber = mentioned.filter(({ mention }) => mention !== null).map(({ invoice }) => invoice)
  const isNumbered = mentionsNumber(said, customer.number)
  const isNamed = sameName(movement.counterpartyName, customer.names)
  const reasons: MatchReason[] = []
  if (byReference.length > 0) reasons.push('creditor_reference')
  if (byNumber.length > byReference.length) reasons.push('invoice_number')
  if (isNumbered) reasons.push('customer_number')
  if (customer.isKnownPayer) reasons.push('known_account')
  if (isNamed) reasons.push('name')
  const isEqual = own.some(({ status, amountDue }) => status === 'open' && amountDue === movement.amount)
  const strength =
    byReference.length > 0 ? checked
    : byNumber.length > 0 ? named
    : isNumbered || customer.isKnownPayer ? pointed
    : isEqual || isNamed ? guessed
    : 0 // prettier-ignore
  const isBroken = strength === named && mentioned.every(({ mention }) => mention !== 'plain')
  return { strength, reasons, named: [...new Set([...byReference, ...byNumber])], isBroken }
}

/**
 * What speaks against it. A number without check digits may be mistyped and then is somebody else's, who may owe the same for the same plan:
 * that account or name are another customer's tells it.
 */
function findDoubts(clue: Clue, all: readonly Clue[]): MatchReason[] {
  const isFrom = ({ reasons }: Clue) => reasons.includes('known_account') || reasons.includes('name')
  const isKnown = clue.reasons.includes('known_account')
  const doubts: MatchReason[] = []
  if (clue.isBroken && !isKnown) doubts.push('broken_reference')
  if (clue.strength === named && !isFrom(clue) && all.some(isFrom)) doubts.push('somebody_else')
  if (all.filter(({ strength }) => strength >= named).length > 1) doubts.push('several_customers')
  return doubts
}

/** What the money pays, and how sure that is. */
function propose(movement: Paid, customer: MatchCustomer, clue: Clue): Proposal {
  const open = customer.invoices
    .filter((invoice) => invoice.status === 'open' && invoice.currency === movement.currency)
    .toSorted((a, b) => (a.dueOn === b.dueOn ? (a.id < b.id ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1))
  const wanted = clue.named.filter(({ status }) => status === 'open')
  const isPaid = clue.named.length > wanted.length
  const choice = wanted.length > 0 ? chooseNamed(movement.amount, wanted, open) : chooseOpen(movement.amount, open)
  const isGuess = clue.strength === guessed
  const reasons = [
    ...clue.reasons,
    ...(isGuess && !clue.reasons.includes('name') ? (['amount_only'] as const) : []),
    ...(isPaid ? (['paid_already'] as const) : []),
    ...choice.reasons,
  ]
  const due = choice.invoices.reduce((sum, { amountDue }) => sum + amountDue, 0n)
  return {
    customerId: customer.id,
    invoiceIds: choice.invoices.map(({ id }) => id),
    toBalance: movement.amount > due ? movement.amount - due : 0n,
    confidence: isPaid ? weaker(confidenceOf(clue, choice)) : confidenceOf(clue, choice),
    reasons,
  }
} // prettier-ignore

interface Choice {
  invoices: MatchInvoice[]
  reasons: MatchReason[]
  isExact: boolean
}

/** The payer said what it is for. More than that may be for all that is open. */
function chooseNamed(amount: bigint, wanted: MatchInvoice[], open: MatchInvoice[]): Choice {
  const ordered = open.filter((invoice) => wanted.includes(invoice))
  const due = sum(ordered)
  if (amount === due) return { invoices: ordered, reasons: ['amount_of_named'], isExact: true }
  if (amount < due) return { invoices: ordered, reasons: ['amount_in_part'], isExact: false }
  if (open.length > ordered.length && amount === sum(open)) {
    return { invoices: open, reasons: ['amount_of_all'], isExact: true }
  }
  return { invoices: ordered, reasons: ['amount_too_large'], isExact: false }
}

/** Nothing is said: the amount tells, or what was due first is paid first. */
function chooseOpen(amount: bigint, open: MatchInvoice[]): Choice {
  if (open.length === 0) return { invoices: [], reasons: ['nothing_due'], isExact: false }
  const equal = open.filter(({ amountDue }) => amountDue === amount)
  if (equal.length > 0) {
    const reasons: MatchReason[] = equal.length > 1 ? ['amount_of_one', 'several_ways'] : ['amount_of_one']
    return { invoices: equal.slice(0, 1), reasons, isExact: equal.length === 1 }
  }
  const total = sum(open)
  if (amount === total) return { invoices: open, reasons: ['amount_of_all'], isExact: true }
  if (amount > total) return { invoices: open, reasons: ['amount_too_large'], isExact: false }
  const sets = combinations(amount, open)
  if (sets.length > 0) {
    const reasons: MatchReason[] = sets.length > 1 ? ['amount_of_some', 'several_ways'] : ['amount_of_some']
    return { invoices: sets[0]!, reasons, isExact: sets.length === 1 }
  }
  return { invoices: open, reasons: ['amount_in_part'], isExact: false }
}

/** Up to two sets of open invoices that come to exactly this amount: a second one is enough to doubt the first. */
function combinations(amount: bigint, open: MatchInvoice[]): MatchInvoice[][] {
  const tried = open.slice(0, combinedMax)
  const found: MatchInvoice[][] = []
  const walk = (at: number, left: bigint, chosen: MatchInvoice[]): void => {
    if (left === 0n) return void found.push(chosen)
    if (left < 0n || at === tried.length || found.length > 1) return
    walk(at + 1, left - tried[at]!.amountDue, [...chosen, tried[at]!])
    walk(at + 1, left, chosen)
  }
  walk(0, amount, [])
  return found.slice(0, 2)
}

/**
 * A reference with check digits says for sure whose money it is and for what, whatever the amount. A number in the text is certain with the right
 * amount or from a known account; without either a digit may be wrong. Who is only pointed at needs both: the account and the number, and an
 * amount that fits in one way.
 */
function confidenceOf(clue: Clue, choice: Choice): Confidence {
  const isKnown = clue.reasons.includes('known_account')
  const isTwice = isKnown && clue.reasons.includes('customer_number')
  switch (clue.strength) {
    case checked:
      return choice.invoices.length > 0 ? 'certain' : 'likely'
    case named:
      return choice.isExact || (isKnown && choice.invoices.length > 0) ? 'certain' : 'likely'
    case pointed:
      if (choice.isExact) return isTwice ? 'certain' : 'likely'
      return isTwice ? 'likely' : 'possible'
    default:
      return 'possible'
  }
}

function doubt(proposal: Proposal, doubts: readonly MatchReason[]): Proposal {
  if (doubts.length === 0) return proposal
  return { ...proposal, confidence: weaker(proposal.confidence), reasons: [...proposal.reasons, ...doubts] }
}

function weaker(confidence: Confidence): Confidence {
  return confidence === 'certain' ? 'likely' : 'possible'
}

const order: Record<Confidence, number> = { certain: 0, likely: 1, possible: 2 }

function byConfidence(a: Proposal, b: Proposal): number {
  const [first, second] = [order[a.confidence], order[b.confidence]]
  return first - second || b.reasons.length - a.reasons.length || (a.customerId < b.customerId ? -1 : 1)
}

function sum(invoices: readonly MatchInvoice[]): bigint {
  return invoices.reduce((total, { amountDue }) => total + amountDue, 0n)
}

/** Whether the bank's name of the payer is the customer's: the same words, in whatever order. */
function sameName(payer: string | null, names: readonly string[]): boolean {
  const key = (name: string) =>
    name.normalize('NFD').toUpperCase().replaceAll(/[^A-Z0-9 ]/g, '').split(' ').filter(Boolean).toSorted().join(' ') // prettier-ignore
  return payer !== null && names.some((name) => key(name) !== '' && key(name) === key(payer))
}
