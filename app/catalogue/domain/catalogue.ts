import type { CalendarDate, Interval } from '#app/shared/time/calendar'
import type { PlanSpec } from '#app/catalogue/domain/kinds/product_kinds'
import type { WrittenTiers } from '#app/catalogue/domain/written_tiers'
import type { Translations } from '#app/catalogue/domain/translation'

export const saleStates = ['draft', 'active', 'hidden', 'archived'] as const
/** draft: being written. active: on sale. hidden: on sale to who has the link. archived: no longer sold, kept for those who have it. */
export type SaleState = (typeof saleStates)[number]

/** What a plan may be tried for nothing: whole days, and whether a payment method has to be saved first. */
export interface TrialOffer {
  days: number
  needsMethod: boolean
}

export interface PlanPrice {
  id: string
  currency: string
  interval: Interval
  /** By the hour: the most that a calendar month costs. */
  amount: bigint
  setupAmount: bigint
  /** The price of an hour; null for every other interval. */
  tiers: WrittenTiers | null
}

export interface Plan {
  id: string
  slug: string
  name: string
  description: string
  spec: PlanSpec
  panelDriver: string
  panelPackage: Record<string, unknown>
  position: number
  isRecommended: boolean
  status: SaleState
  stockLimit: number | null
  /** Nobody can be asked just now whether there is room: it is shown and cannot be ordered. */
  isOutOfReach?: boolean
  /** Null when the plan has to be paid from the first day. */
  trial: TrialOffer | null
  translations: Translations
  prices: PlanPrice[]
}

export interface OptionPrice {
  id: string
  currency: string
  interval: Interval
  /** Of one unit; with tiers of the first one. */
  amount: bigint
  setupAmount: bigint
  /** Null: each unit costs the same. */
  tiers: WrittenTiers | null
}

export interface OptionValue {
  id: string
  code: string
  name: string
  groupName: string
  spec: Record<string, unknown>
  position: number
  isDefault: boolean
  /** It names a place where nobody can be asked just now. */
  isOutOfReach?: boolean
  status: 'active' | 'archived'
  translations: Translations
  prices: OptionPrice[]
}

export interface ProductOption {
  id: string
  code: string
  name: string
  help: string
  kind: 'choice' | 'quantity' | 'toggle'
  minimum: number
  maximum: number
  position: number
  status: 'active' | 'archived'
  translations: Translations
  values: OptionValue[]
  /** Of one unit, for a quantity or a toggle; a choice has its prices at its values. */
  prices: OptionPrice[]
}

export interface Product {
  id: string
  slug: string
  kind: string
  name: string
  tagline: string
  description: string
  position: number
  status: SaleState
  translations: Translations
  plans: Plan[]
  options: ProductOption[]
}

/** Everything that is or was sold, with the prices of today, as of one version. */
export interface Catalogue {
  version: string
  /** The day whose prices these are. */
  pricesOn: CalendarDate
  products: Product[]
  /** The language of its texts; absent where they are as the tenant wrote them. */
  locale?: string
}
