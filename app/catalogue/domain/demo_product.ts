import type { DemoOption } from '#app/catalogue/domain/demo_range'
import type { PlanSpec } from '#app/catalogue/domain/kinds/product_kinds'
import type { Translations } from '#app/catalogue/domain/translation'

/** Minor units a month: EUR, USD, GBP. A year costs ten months. */
export type DemoMonthly = Record<'EUR' | 'USD' | 'GBP', number>

export interface DemoProductPlan {
  slug: string
  name: string
  description: string
  spec: PlanSpec
  /** What the panel calls it: a group, a package. */
  panelPackage: string
  monthly: DemoMonthly
  isRecommended: boolean
  translations: Translations
}

/** A whole product of the demo, of any kind. */
export interface DemoProduct {
  slug: string
  kind: string
  panelDriver: string
  name: string
  tagline: string
  description: string
  translations: Translations
  plans: DemoProductPlan[]
  options: DemoOption[]
}
