import {
  type CommonSpec,
  commonValue,
  commonValueFields,
  type KindRules,
  packageOf,
} from '#app/catalogue/domain/kinds/kind_rules'

/** What a real machine of a plan has, in the billing codes of the panel's parts. */
export interface DedicatedPlan {
  cpu: string
  memory: string
  disks: string[]
  addOns: string[]
  portSpeed: string
  /** Block of addresses that comes with it. */
  ipBlock: string
  /** 0 when it is not limited. */
  trafficGb: number
  /** Whether staff look at an order before a machine is handed over. */
  approval: boolean
}

/** `template` is the profile of the OS reload. */
export interface DedicatedSpec extends DedicatedPlan, CommonSpec {
  kind: 'dedicated'
  /** Edition of a system that has several; empty elsewhere. */
  edition: string
}

export const dedicated: KindRules<DedicatedPlan, DedicatedSpec> = {
  usualDriver: 'synergycp',
  fields: [
    { name: 'cpu', type: 'text', maxLength: 100, isRequired: true },
    { name: 'memory', type: 'text', maxLength: 100, isRequired: true },
    { name: 'disks', type: 'texts', itemsMax: 48 },
    { name: 'addOns', type: 'texts', itemsMax: 48 },
    { name: 'portSpeed', type: 'text', maxLength: 100 },
    { name: 'ipBlock', type: 'text', maxLength: 100 },
    { name: 'trafficGb', type: 'number', minimum: 0, maximum: 100_000_000, fallback: 0 },
    { name: 'approval', type: 'switch' },
  ],
  chosen: [{ name: 'edition', type: 'text', maxLength: 100 }],
  kept: ['edition'],
  valueFields: [
    ...commonValueFields,
    { name: 'edition', type: 'text', maxLength: 100 },
    { name: 'portSpeed', type: 'text', maxLength: 100 },
    { name: 'ipBlock', type: 'text', maxLength: 100 },
  ],
  plain: (plan) => ({
    ...plan.spec,
    kind: 'dedicated',
    package: packageOf(plan),
    template: null,
    location: null,
    edition: '',
  }),
  quantity: (code, quantity) => (code === 'traffic' ? { trafficGb: quantity * 1000 } : {}),
  value(spec) {
    const { edition, portSpeed, ipBlock } = spec
    return {
      ...commonValue(spec),
      ...(typeof edition === 'string' ? { edition } : {}),
      ...(typeof portSpeed === 'string' ? { portSpeed } : {}),
      ...(typeof ipBlock === 'string' ? { ipBlock } : {}),
    }
  },
  /** A machine stays the machine it is: other parts are another machine. */
  refuse(current, wanted) {
    if (wanted.location !== current.location) return 'location_fixed'
    return stockKeyOf(wanted) === stockKeyOf(current) ? null : 'other_product'
  },
  need: (spec) => ({ cpuCores: 0, memoryMb: 0, storageGb: 0, ipv4Count: 0, stockKey: stockKeyOf(spec) }),
}

/** What makes a machine what it is. */
export type DedicatedParts = Pick<DedicatedPlan, 'cpu' | 'memory' | 'disks' | 'addOns'>

/** Machines with the same parts are alike, wherever their disks are plugged in. */
export function stockKeyOf({ cpu, memory, disks, addOns }: DedicatedParts): string {
  return [cpu, memory, disks.toSorted().join('+'), addOns.toSorted().join('+')].join('/')
}
