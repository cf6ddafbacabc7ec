import type { IntervalUnit, WireMoney } from '~/shared_props'

export interface Subscription {
  id: string
  status: 'pending' | 'trialing' | 'active' | 'past_due' | 'suspended' | 'cancelled'
  interval: { unit: IntervalUnit; count: number }
  recurring_amount: WireMoney
  /** Another price that its customer was told of, and the first day that is charged at it. */
  /** By the hour the amount is the most of a month. */
  announced_price: { amount: WireMoney; hour_amount: string | null; from: string } | null
  started_on: string | null
  /** The day its free days end; null when it began without. */
  trial_ends_on: string | null
  current_period_starts_on: string | null
  renews_on: string | null
  /** The method chosen for it; null: the default one. */
  payment_method_id: string | null
  /** Cancelled for the end of its period. */
  is_ending: boolean
  ends_on: string | null
  /** What coupons still take off its next periods. */
  discounts: {
    code: string
    name: string
    percent: string | null
    amount: WireMoney | null
    unit: 'period' | 'month' | 'setup'
    uses_left: number | null
  }[]
  items: {
    description: string
    quantity: number
    unit_amount: WireMoney
    /** What an hour costs, in minor units with decimals; null where it is not charged by the hour. */
    hourly: { hour_amount: string; month_at_most: WireMoney } | null
  }[]
  /** What the month that runs has come to, where it is charged by the hour. */
  hours_so_far: {
    starts_on: string
    ends_on: string
    hours: number
    amount: WireMoney
    amount_at_end: WireMoney
  } | null
}
