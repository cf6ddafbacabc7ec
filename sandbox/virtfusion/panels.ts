/** The two demo panels: where their machines stand, how big those are and which addresses they hand out. */

export interface GroupSpec {
  id: number
  name: string
  description: string
  isDefault: boolean
  enabled: boolean
}

export interface HypervisorSpec {
  id: number
  groupId: number
  name: string
  ip: string
  enabled: boolean
  /** Under maintenance: servers keep running, new ones are not placed here. */
  maintenance: boolean
  maxServers: number
  maxCpuCores: number
  maxMemoryMb: number
  maxStorageGb: number
}

export interface BlockSpec {
  id: number
  name: string
  /** First usable address, and how many follow it. */
  first: string
  size: number
  gateway: string
  netmask: string
}

export interface PanelSpec {
  slug: string
  city: string
  groups: GroupSpec[]
  hypervisors: HypervisorSpec[]
  blocks: BlockSpec[]
  /** The /48 from which every server gets its own /64. */
  ipv6Prefix: string
}

function host(spec: { id: number; groupId: number; name: string; ip: string }): HypervisorSpec {
  return {
    ...spec,
    enabled: true,
    maintenance: false,
    maxServers: 250,
    maxCpuCores: 512,
    maxMemoryMb: 768 * 1024,
    maxStorageGb: 15_360,
  }
}

export const PANELS: PanelSpec[] = [
  {
    slug: 'fra',
    city: 'Frankfurt',
    groups: [
      { id: 2, name: 'Frankfurt 1', description: 'Frankfurt am Main, NVMe', isDefault: true, enabled: true },
      {
        id: 3,
        name: 'Frankfurt 2',
        description: 'Frankfurt am Main, second hall',
        isDefault: false,
        enabled: true,
      },
    ],
    hypervisors: [
      host({ id: 7, groupId: 2, name: 'fra1-kvm01', ip: '10.20.1.11' }),
      host({ id: 8, groupId: 2, name: 'fra1-kvm02', ip: '10.20.1.12' }),
      host({ id: 9, groupId: 3, name: 'fra2-kvm01', ip: '10.20.2.11' }),
      { ...host({ id: 10, groupId: 3, name: 'fra2-kvm02', ip: '10.20.2.12' }), maintenance: true },
    ],
    blocks: [
      {
        id: 1,
        name: 'FRA 203.0.113.0/24',
        first: '203.0.113.10',
        size: 240,
        gateway: '203.0.113.1',
        netmask: '255.255.255.0',
      },
      {
        id: 2,
        name: 'FRA 198.18.0.0/20',
        first: '198.18.0.10',
        size: 4000,
        gateway: '198.18.0.1',
        netmask: '255.255.240.0',
      },
    ],
    ipv6Prefix: '2001:db8:f2a',
  },
  {
    slug: 'nyc',
    city: 'New York',
    groups: [
      { id: 4, name: 'New York 1', description: 'New York, NVMe', isDefault: true, enabled: true },
      { id: 5, name: 'New York lab', description: 'Not for sale', isDefault: false, enabled: false },
    ],
    hypervisors: [
      host({ id: 15, groupId: 4, name: 'nyc1-kvm01', ip: '10.30.1.11' }),
      host({ id: 16, groupId: 4, name: 'nyc1-kvm02', ip: '10.30.1.12' }),
      { ...host({ id: 17, groupId: 5, name: 'nyc-lab01', ip: '10.30.9.11' }), enabled: false },
    ],
    blocks: [
      {
        id: 1,
        name: 'NYC 198.51.100.0/24',
        first: '198.51.100.10',
        size: 240,
        gateway: '198.51.100.1',
        netmask: '255.255.255.0',
      },
      {
        id: 2,
        name: 'NYC 198.19.0.0/20',
        first: '198.19.0.10',
        size: 4000,
        gateway: '198.19.0.1',
        netmask: '255.255.240.0',
      },
    ],
    ipv6Prefix: '2001:db8:c17',
  },
]

export function findPanel(slug: string): PanelSpec | undefined {
  return PANELS.find((panel) => panel.slug === slug)
}
