import {
  type CommonSpec,
  commonValue,
  commonValueFields,
  type KindRules,
  packageOf,
} from '#app/catalogue/domain/kinds/kind_rules'

/** What a plan of web hosting says it has; the panel's plan (`package`) is what enforces it. 0 means without a limit. */
export interface HostingPlan {
  storageGb: number
  trafficGb: number
  websites: number
  mailboxes: number
  databases: number
}

/** The chosen host name is the main domain. */
export interface HostingSpec extends HostingPlan, CommonSpec {
  kind: 'hosting'
  /** As the panel writes it (`php84`); empty: the plan's own. */
  phpVersion: string
}

export const hosting: KindRules<HostingPlan, HostingSpec> = {
  usualDriver: 'enhance',
  fields: [
    { name: 'storageGb', type: 'number', minimum: 0, maximum: 1_000_000, fallback: 0 },
    { name: 'trafficGb', type: 'number', minimum: 0, maximum: 100_000_000, fallback: 0 },
    { name: 'websites', type: 'number', minimum: 0, maximum: 10_000, fallback: 1 },
    { name: 'mailboxes', type: 'number', minimum: 0, maximum: 100_000, fallback: 0 },
    { name: 'databases', type: 'number', minimum: 0, maximum: 100_000, fallback: 0 },
  ],
  chosen: [{ name: 'phpVersion', type: 'text', maxLength: 20 }],
  kept: ['phpVersion'],
  valueFields: [...commonValueFields, { name: 'phpVersion', type: 'text', maxLength: 20 }],
  plain: (plan) => ({
    ...plan.spec,
    kind: 'hosting',
    package: packageOf(plan),
    template: null,
    location: null,
    phpVersion: '',
  }),
  quantity: () => ({}),
  value(spec) {
    return {
      ...commonValue(spec),
      ...(typeof spec.phpVersion === 'string' ? { phpVersion: spec.phpVersion } : {}),
    }
  },
  /** Quotas may shrink: the driver compares them with what is used. */
  refuse: (current, wanted) => (wanted.location === current.location ? null : 'location_fixed'),
  need: () => ({ cpuCores: 0, memoryMb: 0, storageGb: 0, ipv4Count: 0 }),
}
