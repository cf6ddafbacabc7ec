/** What the installation sells and where it stands: plans, server groups, servers. Fixed, as staff would have set them up. */

export const MASTER_ORG_ID = '0b9e1f52-7a0c-4a53-9d3e-2f6d8c4b7a10'
export const GROUP_FRANKFURT = '5a3c4d1e-90b2-4e6f-8a17-3d5c6b7e8f01'
export const GROUP_NEW_YORK = 'c1d2e3f4-1b2a-4c3d-9e8f-7a6b5c4d3e02'

const GB = 1_000_000_000

export interface PlanSpec {
  id: number
  name: string
  resources: { name: string; total?: number }[]
  serverGroupIds: string[]
  allowServerGroupSelection: boolean
  createdAt: string
}

/** A resource without a total is unlimited. Disk and transfer are bytes. */
function plan(
  id: number,
  name: string,
  quota: { sites?: number; diskGb: number; transferGb?: number; mailboxes?: number; databases?: number }
): PlanSpec {
  const limited = (resource: string, total: number | undefined) =>
    total === undefined ? { name: resource } : { name: resource, total }
  return {
    id,
    name,
    resources: [
      limited('websites', quota.sites),
      limited('diskspace', quota.diskGb * GB),
      limited('transfer', quota.transferGb === undefined ? undefined : quota.transferGb * GB),
      limited('mailboxes', quota.mailboxes),
      limited('mysqlDbs', quota.databases),
      limited('ftpUsers', quota.databases),
      limited('domainAliases', quota.sites === undefined ? undefined : quota.sites * 5),
      { name: 'forwarders' },
      { name: 'pageViews' },
      { name: 'customers', total: 0 },
    ],
    serverGroupIds: [GROUP_FRANKFURT, GROUP_NEW_YORK],
    allowServerGroupSelection: true,
    createdAt: '2025-11-03T09:12:44Z',
  }
}

export const PLANS: PlanSpec[] = [
  plan(4, 'Web S', { sites: 1, diskGb: 10, transferGb: 200, mailboxes: 10, databases: 2 }),
  plan(7, 'Web M', { sites: 5, diskGb: 50, mailboxes: 50, databases: 10 }),
  plan(11, 'Web L', { sites: 25, diskGb: 150 }),
  {
    ...plan(19, 'Web Legacy', { sites: 1, diskGb: 5 }),
    serverGroupIds: [],
    allowServerGroupSelection: false,
  },
]

export interface ServerSpec {
  id: string
  groupId: string
  friendlyName: string
  hostname: string
  ip: string
  ipv6: string
  isDecommissioned: boolean
  isConfigured: boolean
}

export const SERVERS: ServerSpec[] = [
  server('71d0f0a1', GROUP_FRANKFURT, 'web01.fra', '203.0.113.201'),
  server('71d0f0a2', GROUP_FRANKFURT, 'web02.fra', '203.0.113.202'),
  { ...server('71d0f0a3', GROUP_FRANKFURT, 'web-old.fra', '203.0.113.203'), isDecommissioned: true },
  server('71d0f0b1', GROUP_NEW_YORK, 'web01.nyc', '198.51.100.201'),
]

export const GROUPS = [
  { id: GROUP_FRANKFURT, name: 'Frankfurt', createdAt: '2025-10-30T08:00:00Z' },
  { id: GROUP_NEW_YORK, name: 'New York', createdAt: '2026-02-11T08:00:00Z' },
]

export const PHP_VERSIONS = ['php81', 'php82', 'php83', 'php84']
export const PHP_DEFAULT = 'php84'
/** Domains that the installation keeps for itself. */
export const PROHIBITED = ['panel.example', 'web.example']
export const NAME_SERVERS = ['ns1.web.example', 'ns2.web.example']

function server(start: string, groupId: string, name: string, ip: string): ServerSpec {
  return {
    id: `${start}-4c1e-4b8a-9f21-0a1b2c3d4e5f`,
    groupId,
    friendlyName: name,
    hostname: `${name}.web.example`,
    ip,
    ipv6: `2001:db8:3b:${start.slice(-2)}::1`,
    isDecommissioned: false,
    isConfigured: true,
  }
}

export function findPlan(id: unknown): PlanSpec | undefined {
  return PLANS.find((candidate) => candidate.id === id)
}
