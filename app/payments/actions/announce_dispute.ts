import { type EventKind, fact, type NewFact } from '#app/shared/events/event'
import type { Dispute, DisputeNews } from '#app/payments/domain/dispute'
import {
  type DisputeFact,
  disputeAppealOpened,
  disputeAnswered,
  disputeEscalated,
  disputeLost,
  disputeOpened,
  disputeWithdrawn,
  disputeWon,
} from '#app/payments/events'

const kinds: Record<DisputeNews, EventKind> = {
  opened: disputeOpened,
  escalated: disputeEscalated,
  answered: disputeAnswered,
  appeal_opened: disputeAppealOpened,
  won: disputeWon,
  lost: disputeLost,
  withdrawn: disputeWithdrawn,
}

/** News of a dispute as a fact for the event log. @param of the invoice that its payment was for */
export function toDisputeFact(
  dispute: Dispute,
  news: DisputeNews,
  of: { invoiceId: string | null }
): NewFact {
  const { id, customerId } = dispute
  return fact(kinds[news], { kind: 'dispute', id }, { customerId, data: toDisputeData(dispute, of) })
}

export function toDisputeData(dispute: Dispute, { invoiceId }: { invoiceId: string | null }): DisputeFact {
  const { id, paymentId, money, reason, respondBy, isWithheld } = dispute
  return {
    disputeId: id,
    paymentId,
    invoiceId,
    amount: money.amount.toString(),
    currency: money.currency,
    reason,
    respondBy: respondBy?.toISOString() ?? null,
    isWithheld,
  }
}
