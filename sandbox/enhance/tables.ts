/** What the console shows of the installation. */
import type { Kit, Table } from '../core/system.ts'
import { findPlan, SERVERS } from './catalogue.ts'
import { Installation } from './installation.ts'
import { presentOrg } from './present.ts'
import type { SubscriptionRecord } from './records.ts'

export function subscriptionTable(kit: Kit): Table {
  const panel = new Installation(kit)
  return {
    name: 'subscriptions',
    title: 'Subscriptions',
    columns: ['Id', 'Name', 'State', 'Plan', 'Websites', 'Disk (MB)', 'Customer', 'Created'],
    rows: panel.subscriptions.list({ newestFirst: true }).map((item) => {
      const sites = panel.websitesOf(item.id)
      const act = (label: string, what: string) => ({
        label,
        method: 'POST' as const,
        url: `/_enhance/subscriptions/${item.id}/${what}`,
      })
      return {
        cells: [
          item.id,
          item.friendlyName,
          stateOf(item),
          findPlan(item.planId)?.name ?? null,
          sites.map((site) => site.domains[0]?.domain).join(', '),
          Math.round(sites.reduce((sum, site) => sum + site.sizeBytes, 0) / 1_000_000),
          panel.orgs.get(item.subscriberId)?.name ?? null,
          item.createdAt,
        ],
        actions: [
          act('Fill', 'grow'),
          item.suspendedBy ? act('Unsuspend', 'unsuspend') : act('Suspend', 'suspend'),
          act('Remove', 'vanish'),
        ],
      }
    }),
  }
}

export function customerTable(kit: Kit): Table {
  const panel = new Installation(kit)
  return {
    name: 'customers',
    title: 'Customers',
    columns: ['Id', 'Name', 'Owner', 'Subscriptions', 'Websites', 'Created'],
    rows: panel.orgs.list({ newestFirst: true }).map((org) => {
      const shown = presentOrg(panel, org)
      const { id, name, subscriptionsCount, websitesCount, createdAt } = shown
      return {
        cells: [id, name, shown.ownerEmail ?? null, subscriptionsCount, websitesCount, createdAt],
      }
    }),
  }
}

export function serverTable(kit: Kit): Table {
  const panel = new Installation(kit)
  const sites = panel.websites.list({ filter: (site) => site.status !== 'deleted' })
  return {
    name: 'servers',
    title: 'Servers',
    columns: ['Server', 'Address', 'Websites', 'Accepts'],
    rows: SERVERS.map((server) => ({
      cells: [
        server.friendlyName,
        server.ip,
        sites.filter((site) => site.serverId === server.id).length,
        server.isConfigured && !server.isDecommissioned,
      ],
    })),
  }
}

function stateOf({ status, suspendedBy }: SubscriptionRecord): string {
  if (status === 'deleted') return 'deleted'
  return suspendedBy ? 'suspended' : 'active'
}
