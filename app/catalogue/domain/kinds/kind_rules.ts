import type { SizeField } from '#app/catalogue/domain/kinds/size_field'

/** What every kind of product is delivered with, whatever else belongs to it. */
export interface CommonSpec {
  /** What the panel calls this size: a package, a plan, a group. */
  package: string
  /** What is installed or started: an OS template, a game, a reload profile, an image; null when nothing was chosen. */
  template: string | null
  /** Code of the chosen location, `fra`; null when the product has no locations. */
  location: string | null
}

/** What a service takes of a panel's machines, addresses and stock. */
export interface SpecNeed {
  cpuCores: number
  memoryMb: number
  storageGb: number
  ipv4Count: number
  /** The sort of real machine that it takes one of; null where nothing is counted by pieces. */
  stockKey?: string | null
}

export type SpecRefusal = 'location_fixed' | 'disk_would_shrink' | 'other_product'

/** Everything that differs between kinds of products, in one table for each. */
export interface KindRules<Plan extends object, Spec extends CommonSpec> {
  /** The kind of panel that its plans are for, unless they say otherwise. */
  readonly usualDriver: string
  /** What a plan of this kind says. */
  readonly fields: readonly SizeField[]
  /** What choices add to it, and what a panel has to carry out when it changes. */
  readonly chosen: readonly SizeField[]
  /** Which of `chosen` a running service keeps whatever its plan becomes. */
  readonly kept: readonly string[]
  /** Names in the spec of an option's value that mean something to the panel, with their bounds. */
  readonly valueFields: readonly SizeField[]
  /** The plan with nothing chosen. */
  plain(plan: { spec: Plan; name: string; panelPackage: Record<string, unknown> }): Spec
  /** What a quantity or a switch means, by the code of its option; empty: it only costs. */
  quantity(code: string, quantity: number): Partial<Spec>
  /** What a chosen value means. */
  value(spec: Record<string, unknown>): Partial<Spec>
  /** Why a running service cannot become another spec of its kind; null when it can. */
  refuse(current: Spec, wanted: Spec, has: { storageGb: number }): SpecRefusal | null
  need(spec: Spec): SpecNeed
}

/** The package of a plan by its name on the panel; the plan's own name where none is written. */
export function packageOf(plan: { name: string; panelPackage: Record<string, unknown> }): string {
  return typeof plan.panelPackage.package === 'string' ? plan.panelPackage.package : plan.name
}

/** Template and location of a value, as most kinds know them. */
export function commonValue(spec: Record<string, unknown>): Partial<CommonSpec> {
  const { template, panel } = spec
  return {
    ...(typeof template === 'string' ? { template } : {}),
    ...(typeof panel === 'string' ? { location: panel } : {}),
  }
}

export const commonValueFields: readonly SizeField[] = [
  { name: 'template', type: 'text', maxLength: 100 },
  { name: 'panel', type: 'text', maxLength: 40 },
]
