import {
  type CommonSpec,
  commonValue,
  commonValueFields,
  type KindRules,
  packageOf,
} from '#app/catalogue/domain/kinds/kind_rules'

/** What a server of a plan has. A traffic of 0 means that it is not limited. */
export interface VpsPlan {
  cpuCores: number
  memoryMb: number
  storageGb: number
  trafficGb: number
  networkMbps: number
}

export interface VpsSpec extends VpsPlan, CommonSpec {
  /** The first kind there was: orders and services of it are written without their kind. */
  kind?: 'vps'
  /** Addresses in total: one belongs to every server. */
  ipv4Count: number
  backups: boolean
}

export const vps: KindRules<VpsPlan, VpsSpec> = {
  usualDriver: 'virtfusion',
  fields: [
    { name: 'cpuCores', type: 'number', minimum: 1, maximum: 512 },
    { name: 'memoryMb', type: 'number', minimum: 128, maximum: 8_388_608 },
    { name: 'storageGb', type: 'number', minimum: 1, maximum: 1_000_000 },
    { name: 'trafficGb', type: 'number', minimum: 0, maximum: 100_000_000, fallback: 0 },
    { name: 'networkMbps', type: 'number', minimum: 0, maximum: 1_000_000, fallback: 0 },
  ],
  chosen: [
    { name: 'ipv4Count', type: 'number', minimum: 1, maximum: 1000 },
    { name: 'backups', type: 'switch' },
  ],
  kept: [],
  valueFields: commonValueFields,
  plain: (plan) => ({
    ...plan.spec,
    package: packageOf(plan),
    template: null,
    location: null,
    ipv4Count: 1,
    backups: false,
  }),
  quantity(code, quantity) {
    if (code === 'ipv4') return { ipv4Count: 1 + quantity }
    if (code === 'backups') return { backups: quantity === 1 }
    return {}
  },
  value: commonValue,
  refuse(current, wanted, has) {
    if (wanted.location !== current.location) return 'location_fixed'
    return wanted.storageGb < has.storageGb ? 'disk_would_shrink' : null
  },
  need: ({ cpuCores, memoryMb, storageGb, ipv4Count }) => ({ cpuCores, memoryMb, storageGb, ipv4Count }),
}
