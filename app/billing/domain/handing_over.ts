import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { err, ok, type Result } from '#app/shared/result'
import { type CollectionFailure, isCarried } from '#app/billing/domain/collection'
import type { InvoiceStatus } from '#app/billing/domain/invoice_state'

export interface HandOverSituation {
  status: InvoiceStatus
  /** The due date, or the day on which it was opened again. */
  owedSince: CalendarDate
  /** Minor units; of a written-off invoice what was never paid. */
  unpaid: bigint
  isHandedOver: boolean
  collectionFailure: CollectionFailure | null
  isPaymentUnderWay: boolean
  /** No subscription of the customer lives any more, and there was one. */
  isCustomerTerminated: boolean
}

export type HandOverRefusal =
  | { type: 'nothing_unpaid'; status: InvoiceStatus }
  | { type: 'already_handed_over' | 'payment_under_way' | 'too_small' }
  | { type: 'too_early'; from: CalendarDate }

/**
 * Whether an agency may collect an invoice: one that was written off, one of a customer whose services are all terminated, or one that
 * has been owed for long enough.
 */
export function decideHandOver(
  situation: HandOverSituation,
  { today, handOverDays }: { today: CalendarDate; handOverDays: number }
): Result<{ unpaid: bigint }, HandOverRefusal> {
  const { status, owedSince, unpaid } = situation
  if (situation.isHandedOver) return err({ type: 'already_handed_over' })
  if ((status !== 'open' && status !== 'uncollectible') || unpaid <= 0n)
    return err({ type: 'nothing_unpaid', status })
  if (situation.isPaymentUnderWay) return err({ type: 'payment_under_way' })
  if (isCarried(situation)) return err({ type: 'too_small' })
  const from = addDays(owedSince, handOverDays)
  const isOldEnough = today >= from
  const isGivenUp = status === 'uncollectible' || (situation.isCustomerTerminated && today > owedSince)
  return isGivenUp || isOldEnough ? ok({ unpaid }) : err({ type: 'too_early', from })
}
