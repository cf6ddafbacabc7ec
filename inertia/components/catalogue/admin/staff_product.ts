import type { Option, Plan, Product } from '~/components/catalogue/shop'

/** By language and field: `{ de: { name: 'Standort' } }`. */
export type Translations = Record<string, Record<string, string>>

/** What a form asks for: a size of a plan, or what a value of an option means to the panel. */
export interface SizeField {
  name: string
  type: 'number' | 'text' | 'texts' | 'switch'
  minimum?: number
  maximum?: number
  fallback: number | string | string[] | boolean | null
}

export type SizeValues = Record<string, number | string | string[] | boolean | null>

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
  spec: Record<string, unknown>
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
