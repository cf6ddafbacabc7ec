import type { Option, Plan, Product } from '~/components/catalogue/shop'

/** By language and field: `{ de: { name: 'Standort' } }`. */
export type Translations = Record<string, Record<string, string>>

export type SaleState = 'draft' | 'active' | 'hidden' | 'archived'

export interface StaffPlan extends Plan {
  status: SaleState
  position: number
  stock_limit: number | null
  panel_package: string
  translations: Translations
}

export interface StaffValue {
  id: string
  code: string
  name: string
  group: string
  status: 'active' | 'archived'
  is_default: boolean
  spec: { template?: string; panel?: string }
  translations: Translations
  prices: Option['prices']
}

export interface StaffOption extends Omit<Option, 'values'> {
  status: 'active' | 'archived'
  values: StaffValue[]
  translations: Translations
}

export interface StaffProduct extends Omit<Product, 'plans' | 'options'> {
  status: SaleState
  plans: StaffPlan[]
  options: StaffOption[]
  translations: Translations
}
