import type { WireMoney } from '~/shared_props'

export type BenefitKind = 'percent' | 'fixed' | 'free_setup' | 'free_months'

export interface Benefit {
  kind: BenefitKind
  percent?: string
  amounts?: Record<string, string>
  months?: number
}

export interface Coupon {
  id: string
  code: string
  name: string
  status: 'draft' | 'active' | 'archived'
  benefit: Benefit
  variants: { key: string; weight: number; benefit: Benefit }[]
  periods: number | null
  limit_total: number | null
  limit_per_customer: number | null
  redeemed_count: number
  plan_ids: string[] | null
  intervals: string[] | null
  countries: string[] | null
  minimum_amounts: Record<string, string> | null
  is_for_new_customers: boolean
  starts_at: string | null
  ends_at: string | null
  position: number
  is_exclusive: boolean
  created_at: string
}

export interface CouponResult {
  variant: string | null
  shown: number | null
  /** People, of those it was shown to: who ordered, and who paid. */
  buyers: number
  payers: number
  redeemed: number
  orders: number
  returned: number
  revenue: WireMoney[]
}

/** Intervals that a coupon can be limited to, as the API writes them. */
export const intervalChoices: string[] = ['month:1', 'month:3', 'month:6', 'year:1', 'year:2', 'year:3']
