import { isSecretVariable } from '#app/shared/secrets/secret_names'
import { dedicated, type DedicatedPlan, type DedicatedSpec } from '#app/catalogue/domain/kinds/dedicated'
import { game, type GamePlan, type GameSpec } from '#app/catalogue/domain/kinds/game'
import { hosting, type HostingPlan, type HostingSpec } from '#app/catalogue/domain/kinds/hosting'
import type { CommonSpec, KindRules, SpecNeed } from '#app/catalogue/domain/kinds/kind_rules'
import {
  readSizes,
  type SizeFault,
  type SizeField,
  type Sizes,
  toWireSizes,
} from '#app/catalogue/domain/kinds/size_field'
import { vps, type VpsPlan, type VpsSpec } from '#app/catalogue/domain/kinds/vps'
import { workspace, type WorkspacePlan, type WorkspaceSpec } from '#app/catalogue/domain/kinds/workspace'

export const productKinds = ['vps', 'game', 'dedicated', 'hosting', 'workspace'] as const
/** What a product is; what cannot be delivered is not shown, whatever the catalogue holds. */
export type ProductKind = (typeof productKinds)[number]

/** What a plan says of its size, by kind. */
export type PlanSpec = VpsPlan | GamePlan | DedicatedPlan | HostingPlan | WorkspacePlan

/** What the panel is asked for: the plan's size, and what the chosen options made of it. */
export type ConfiguredSpec = VpsSpec | GameSpec | DedicatedSpec | HostingSpec | WorkspaceSpec

const rules = { vps, game, dedicated, hosting, workspace } satisfies Record<ProductKind, unknown>

/** The rules of a kind, for whoever does not care which one it is. A kind that nobody knows is a mistake of ours. */
export function rulesOf(kind: string): KindRules<object, CommonSpec> {
  if (!isProductKind(kind)) throw new Error(`There is no kind of product called ${kind}`)
  return rules[kind] as unknown as KindRules<object, CommonSpec>
}

export function isProductKind(kind: string): kind is ProductKind {
  return (productKinds as readonly string[]).includes(kind)
}

export function kindOf(spec: { kind?: ProductKind }): ProductKind {
  return spec.kind ?? 'vps'
}

export function isVps(spec: ConfiguredSpec): spec is VpsSpec {
  return kindOf(spec) === 'vps'
}

/** What is wrong with the meaning of an option's value; what is left out means nothing. */
export function faultsInValue(kind: string, spec: Sizes): SizeFault[] {
  const known = rulesOf(kind).valueFields
  const { faults } = readSizes(known, spec)
  return faults.filter(({ field }) => field in spec)
}

/** What a service of this spec takes of its panel. */
export function needOf(spec: ConfiguredSpec): SpecNeed {
  return rulesOf(kindOf(spec)).need(spec)
}

/** Whether a panel has anything to do when one becomes the other: what a running service keeps is left out. */
export function isOtherSize(a: ConfiguredSpec, b: ConfiguredSpec): boolean {
  if (kindOf(a) !== kindOf(b)) return true
  const names = ['package', ...sizedFields(a).map(({ name }) => name)]
  const [one, other] = [a, b] as unknown as [Record<string, unknown>, Record<string, unknown>]
  return names.some((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
}

/** What stays of a running service whatever its plan becomes: what is installed, where it stands, and what its kind says. */
export function withKept<Spec extends ConfiguredSpec>(wanted: Spec, current: ConfiguredSpec): Spec {
  const { kept } = rulesOf(kindOf(current))
  const present = current as unknown as Record<string, unknown>
  return {
    ...wanted,
    ...Object.fromEntries(kept.filter((name) => name in present).map((name) => [name, present[name]])),
    template: current.template,
  }
}

/** The sizes of another plan of the same kind for a running service; what was chosen with the old one stays. */
export function withPlanSizes(
  current: ConfiguredSpec,
  plan: { name: string; spec: Record<string, unknown>; panelPackage: Record<string, unknown> }
): ConfiguredSpec {
  const { sizes, faults } = readSizes(rulesOf(kindOf(current)).fields, plan.spec)
  if (faults[0]) throw new Error(`The plan's ${faults[0].field} cannot be used: ${faults[0].message}`)
  const { package: named } = plan.panelPackage
  return { ...current, ...sizes, package: typeof named === 'string' ? named : plan.name } as ConfiguredSpec
}

/** A spec as the API and screens see it: its kind, its sizes, and what was chosen, without passwords that were. */
export function showSpec(spec: ConfiguredSpec): Record<string, unknown> {
  const { fields, chosen } = rulesOf(kindOf(spec))
  const { template } = spec
  return {
    kind: kindOf(spec),
    ...toWireSizes([...fields, ...chosen], withoutSecretVariables(spec)),
    template,
  }
}

/** Whoever may see secrets reads them where the game's settings are. */
export function withoutSecretVariables<Spec extends object>(spec: Spec): Spec {
  if (
    !('variables' in spec) ||
    typeof spec.variables !== 'object' ||
    spec.variables === null ||
    Array.isArray(spec.variables)
  )
    return spec
  const shown = Object.entries(spec.variables as Record<string, string>).filter(
    ([code]) => !isSecretVariable(code)
  )
  return { ...spec, variables: Object.fromEntries(shown) }
}

function sizedFields(spec: ConfiguredSpec): SizeField[] {
  const { fields, chosen, kept } = rulesOf(kindOf(spec))
  return [...fields, ...chosen].filter(({ name }) => !kept.includes(name))
}
