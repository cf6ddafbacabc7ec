import type { Money } from '#app/shared/money/money'
import type { DisputeEvidence, GatewayDispute } from '#app/payments/domain/gateway_values'

export const disputeStatuses = ['inquiry', 'needs_response', 'under_review', 'won', 'lost', 'accepted', 'withdrawn'] as const // prettier-ignore
export type DisputeStatus = (typeof disputeStatuses)[number]

/** The invoices of a lost dispute are owed again, or taken back by credit notes. */
export const lossTreatments = ['owed', 'credited'] as const
export type LossTreatment = (typeof lossTreatments)[number]

/** What is said against a dispute, without its files. */
export type Evidence = Omit<DisputeEvidence, 'files'>

/** A payment that a bank or a customer wants back. */
export interface Dispute {
  id: string
  customerId: string
  paymentId: string
  gatewayId: string
  gatewayReference: string
  /** How the gateway calls the movement by which it took the money back by itself, before or without a dispute; null where it did not. */
  reversalReference: string | null
  status: DisputeStatus
  reason: string
  code: string
  money: Money
  /** Whether the gateway took the money back; what is booked follows it. */
  isWithheld: boolean
  /** What the gateway took for it and has not given back; null for nothing. */
  fee: Money | null
  respondBy: Date | null
  isAnswered: boolean
  /** It was lost once and is, or was, looked at again on our appeal. */
  isAppeal: boolean
  /** What became of the invoices that it had paid, once it was lost; null leaves it a loss of ours. */
  lossTreatment: LossTreatment | null
  /** What of it is no loss of ours any more, in minor units. */
  passedOn: bigint
  evidence: Evidence | null
  handedInAt: Date | null
  handedInBy: string | null
  pendingCall: 'answer' | 'accept' | null
  /** Why the last call about it did not work, for staff. */
  problem: string | null
  nextCheckAt: Date | null
  checkCount: number
  openedAt: Date
  closedAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/**
 * Which state may follow which. What is over stays over, but for a lost one that is won on appeal; while the appeal is open it waits or is
 * looked at like any other, once (`isAppealed`).
 */
export const disputeMoves: Record<DisputeStatus, readonly DisputeStatus[]> = {
  inquiry: ['needs_response', 'under_review', 'won', 'lost', 'accepted', 'withdrawn'],
  needs_response: ['under_review', 'won', 'lost', 'accepted', 'withdrawn'],
  under_review: ['needs_response', 'won', 'lost', 'accepted', 'withdrawn'],
  lost: ['won', 'withdrawn'],
  won: [],
  accepted: [],
  withdrawn: [],
}

export function isDisputeStatus(text: string | null): text is DisputeStatus {
  return disputeStatuses.some((status) => status === text)
}

export function isDisputeOver(status: DisputeStatus): boolean {
  return !['inquiry', 'needs_response', 'under_review'].includes(status)
}

/** Until when and in which states an answer counts. */
export function mayAnswer({ status, isAnswered, pendingCall, respondBy }: Dispute, now: Date): boolean {
  const isWaiting = status === 'inquiry' || status === 'needs_response'
  return isWaiting && !isAnswered && pendingCall === null && (respondBy === null || now < respondBy)
}

/** An appeal is not given up: nothing is lost by letting it be. */
export function mayAccept(dispute: Dispute, now: Date): boolean {
  return !dispute.isAppeal && mayAnswer(dispute, now)
}

/** Whether somebody may still decide what becomes of the invoices that it had paid. */
export function mayTreatLoss({ status, isWithheld, lossTreatment }: Dispute): boolean {
  return (status === 'lost' || status === 'accepted') && isWithheld && lossTreatment === null
}

/** In these states the gateway has the money back. An inquiry moves none; one that is won or withdrawn gives it back. */
function withholds(status: DisputeStatus, wasWithheld: boolean): boolean {
  switch (status) {
    case 'needs_response':
    case 'lost':
    case 'accepted':
      return true
    case 'under_review':
      return wasWithheld
    case 'inquiry':
    case 'won':
    case 'withdrawn':
      return false
  }
}

export type DisputeNews = 'opened' | 'escalated' | 'answered' | 'appeal_opened' | 'won' | 'lost' | 'withdrawn'

/** What an answer of the gateway changes in our record of a dispute, and in the books. */
export interface DisputeReconciliation {
  status: DisputeStatus
  isWithheld: boolean
  isAnswered: boolean
  isAppeal: boolean
  /** What is taken and not given back. */
  fee: Money | null
  books: ('withheld' | 'given_back' | 'fee' | 'fee_given_back')[]
  news: DisputeNews[]
}

/**
 * Whether money that was taken back by itself is what a dispute is about: so much, or so much that both together would be more than was
 * ever paid. Amounts in minor units of the payment's currency.
 */
export function explainsReversal(input: { reversed: bigint; disputed: bigint; captured: bigint }): boolean {
  return input.reversed === input.disputed || input.reversed + input.disputed > input.captured
}

/**
 * Decides what a dispute means whose money went before it was opened. It is booked already, and what it waits for is an answer, also
 * where the gateway calls it an inquiry.
 */
export function reconcileReversed(
  reversal: Pick<Dispute, 'fee'>,
  answer: GatewayDispute
): DisputeReconciliation {
  const known: Known = {
    status: 'under_review',
    isWithheld: true,
    isAnswered: false,
    isAppeal: false,
    fee: reversal.fee,
  }
  const state = answer.state === 'inquiry' ? 'needs_response' : answer.state
  const decision = reconcileDispute(known, { ...answer, state })
  // That it is lost was said when the money went.
  const news = decision.news.filter((item) => item !== 'lost')
  return { ...decision, news: isDisputeOver(decision.status) ? news : ['escalated', ...news] }
}

type Known = Pick<Dispute, 'status' | 'isWithheld' | 'isAnswered' | 'isAppeal' | 'fee'>

/** Decides what the gateway's word means. @param known null for a dispute of which we did not know */
export function reconcileDispute(known: Known | null, answer: GatewayDispute): DisputeReconciliation {
  const isAppealed = mayBeAppealed(known) && answer.isAppeal === true
  const mayMove = known === null || isAppealed || disputeMoves[known.status].includes(answer.state)
  const status = mayMove ? answer.state : known.status
  const wasWithheld = known?.isWithheld ?? false
  const isWithheld = mayMove ? withholds(status, wasWithheld) || isReviewOfMoney(known, answer) : wasWithheld
  const fee = feeOf(known, answer)
  // What was said to an inquiry does not answer the dispute that it became.
  const isEscalated = known !== null && isWithheld && !wasWithheld
  const isBegunAnew = isEscalated || isAppealed
  const isAnswered = (!isBegunAnew && (known?.isAnswered ?? false)) || answer.isAnswered
  return {
    status,
    isWithheld,
    isAnswered,
    isAppeal: (known?.isAppeal ?? false) || (mayMove && answer.isAppeal === true),
    fee,
    books: bookingsOf({ wasWithheld, isWithheld, before: known?.fee ?? null, fee }),
    news: newsOf(known, { status, isAnswered, isEscalated, isAppealed }),
  }
}

/** A loss may be told and open for an appeal in one word, so that of an open one the next thing heard is its appeal. */
function mayBeAppealed(known: Known | null): known is Known {
  return known !== null && !known.isAppeal && (known.status === 'lost' || !isDisputeOver(known.status))
}

/** Found when it is under review already: the fee tells that money moved. */
function isReviewOfMoney(known: Known | null, answer: GatewayDispute): boolean {
  return known === null && answer.state === 'under_review' && (answer.fee === null || answer.fee.amount > 0n)
}

/** A gateway that does not say leaves what we know. */
function feeOf(known: Known | null, { fee }: GatewayDispute): Money | null {
  if (fee === null) return known?.fee ?? null
  return fee.amount > 0n ? fee : null
}

function bookingsOf(change: {
  wasWithheld: boolean
  isWithheld: boolean
  before: Money | null
  fee: Money | null
}): DisputeReconciliation['books'] {
  const { wasWithheld, isWithheld, before, fee } = change
  return [
    ...(isWithheld && !wasWithheld ? (['withheld'] as const) : []),
    ...(wasWithheld && !isWithheld ? (['given_back'] as const) : []),
    ...(fee && !before ? (['fee'] as const) : []),
    ...(before && !fee ? (['fee_given_back'] as const) : []),
  ]
}

function newsOf(
  known: Known | null,
  now: { status: DisputeStatus; isAnswered: boolean; isEscalated: boolean; isAppealed: boolean }
): DisputeNews[] {
  const news: DisputeNews[] = []
  if (!known) news.push('opened')
  if (now.isEscalated) news.push('escalated')
  if (now.isAppealed && !isDisputeOver(now.status)) news.push('appeal_opened')
  if (now.isAnswered && !known?.isAnswered) news.push('answered')
  if (now.status === known?.status) return news
  if (now.status === 'won') news.push('won')
  if (now.status === 'lost' || now.status === 'accepted') news.push('lost')
  if (now.status === 'withdrawn') news.push('withdrawn')
  return news
}

const restHours = 6
const lostRestHours = 24
const appealDays = 30

/**
 * In how many hours the gateway is asked about it again. A lost one may be opened for an appeal, of which the message may be lost: it is asked
 * about daily for a month. Null: never by itself.
 */
export function hoursUntilAsked(
  { status, isAppeal, closedAt }: Pick<Dispute, 'status' | 'isAppeal' | 'closedAt'>,
  now: Date
): number | null {
  if (!isDisputeOver(status)) return restHours
  if (status !== 'lost' || isAppeal || !closedAt) return null
  return now.getTime() - closedAt.getTime() < appealDays * 86_400_000 ? lostRestHours : null
}

/** So many days before its deadline staff are told of a dispute that nobody has answered. */
const deadlineNoticeDays = [3, 1] as const

/** The longest notice that is due and was not given yet; null when there is none, or the deadline is over. */
export function deadlineNoticeDue(respondBy: Date, now: Date): number | null {
  const daysLeft = (respondBy.getTime() - now.getTime()) / 86_400_000
  if (daysLeft <= 0) return null
  return deadlineNoticeDays.findLast((days) => daysLeft <= days) ?? null
}
