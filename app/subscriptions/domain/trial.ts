import type { InvoiceStatus } from '#app/billing/index'
import { addDays, type CalendarDate, dayOfMonth, daysBetween } from '#app/shared/time/calendar'
import type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'

export const trialStatuses = ['claimed', 'running', 'converted', 'ended', 'given_back'] as const
/** claimed: ordered, not begun. converted: paid for. ended: nobody paid. given_back: it never began, and counts for nothing. */
export type TrialStatus = (typeof trialStatuses)[number]

/**
 * Where a subscription stands when its free days begin: the first paid period starts, and is anchored, on the day they end. Its invoice
 * is made with the usual lead, and never before the trial begins.
 */
export function beginTrial(today: CalendarDate, { days, leadDays }: { days: number; leadDays: number }) {
  const endsOn = addDays(today, days)
  const invoiceOn = addDays(endsOn, -leadDays)
  return {
    startedOn: today,
    trialEndsOn: endsOn,
    anchorDay: dayOfMonth(endsOn),
    currentPeriodStartsOn: today,
    renewsOn: endsOn,
    invoiceOn: invoiceOn < today ? today : invoiceOn,
  }
}

export interface TrialSituation {
  status: SubscriptionStatus
  endsOn: CalendarDate
  today: CalendarDate
  /** The invoice of the first paid period; null while it is not made. */
  invoice: {
    status: InvoiceStatus
    /** The day on which the service of a paying customer would stop: until then an unpaid trial is kept, stopped. */
    suspensionOn: CalendarDate
    /** Whether the first try to collect it was made, as far as one is planned. */
    wasTried: boolean
    isPaymentUnderWay: boolean
    promisedUntil: CalendarDate | null
    /** Too small to be charged alone: it goes with the next invoice. */
    isCarried: boolean
  } | null
}

/** convert: it is paid for. stop: service stops until it is. terminate: nobody paid. end: somebody ended it. */
export type TrialDecision = 'wait' | 'convert' | 'stop' | 'terminate' | 'end'

/**
 * What becomes of a trial today. Nobody owes for free days, so an unpaid trial is not dunned: service stops on the day the trial
 * ends, once the saved method was tried, and is removed after the days for which a paying customer's service would have gone on.
 */
export function decideTrial({ status, endsOn, today, invoice }: TrialSituation): TrialDecision {
  if (status === 'cancelled') return 'end'
  if (today < endsOn || !invoice) return 'wait'
  if (status === 'active' || status === 'past_due') return 'convert'
  // What staff took back is not asked for: the period is a gift, and the next one is invoiced. What goes with the next one is not, either.
  if (invoice.status !== 'open' || invoice.isCarried) return status === 'trialing' ? 'convert' : 'wait'
  const isPromised = invoice.promisedUntil !== null && invoice.promisedUntil >= today
  if (isPromised || invoice.isPaymentUnderWay || !invoice.wasTried) return 'wait'
  if (status === 'trialing') return 'stop'
  return today >= invoice.suspensionOn ? 'terminate' : 'wait'
}

/**
 * How many days before its end a notice is due today: the nearest that is ahead. One that was missed is not sent beside the next, and
 * none is sent for more days than the trial has.
 */
export function trialNoticeDue(
  { startsOn, endsOn }: { startsOn: CalendarDate; endsOn: CalendarDate },
  today: CalendarDate,
  noticeDaysBefore: readonly number[]
): number | null {
  const left = daysBetween(today, endsOn)
  if (left <= 0) return null
  const days = daysBetween(startsOn, endsOn)
  return noticeDaysBefore.filter((day) => day >= left && day < days).toSorted((a, b) => a - b)[0] ?? null
}
