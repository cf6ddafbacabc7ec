import { familyOf } from '#app/network/index'
import type {
  ListedServer,
  ObservedServer,
  UsageMeasure,
  UsageName,
} from '#app/provisioning/drivers/contract'
import { sizesOf } from '#app/provisioning/drivers/enhance/catalogue'
import { markIn, writeReference } from '#app/provisioning/drivers/enhance/reference'
import type {
  EnhanceOrg,
  EnhanceResource,
  EnhanceSubscription,
  EnhanceWebsite,
} from '#app/provisioning/drivers/enhance/shapes'

interface Seen {
  reference: string
  org: EnhanceOrg
  subscription: EnhanceSubscription
  sites: EnhanceWebsite[]
  nameServers: string[]
}

/** A subscription is suspended when somebody did it (`suspendedBy`), or when the whole customer is; `status` does not say. */
export function readHosting({ reference, org, subscription, sites, nameServers }: Seen): ObservedServer {
  const first = mainSite(sites)
  const isSuspended = Boolean(subscription.suspendedBy ?? org.suspendedBy)
  return {
    reference,
    state: isSuspended ? 'suspended' : first ? 'running' : 'reserved',
    isBusy: false,
    power: 'unknown',
    addresses: addressesOf(first),
    builtAt: first?.createdAt ?? null,
    adminUser: org.ownerEmail ?? '',
    name: markIn(subscription.friendlyName ?? ''),
    facts: {
      ...(first?.domain ? { domain: first.domain.domain } : {}),
      ...(nameServers.length > 0 ? { name_servers: nameServers.join(', ') } : {}),
      ...(first?.phpVersion ? { php_version: phpName(first.phpVersion) } : {}),
      ...(first?.unixUser ? { unix_user: first.unixUser } : {}),
    },
  }
}

export function readListed(org: EnhanceOrg, subscription: EnhanceSubscription): ListedServer {
  return {
    reference: writeReference({ org: org.id, subscription: subscription.id }),
    name: markIn(subscription.friendlyName ?? ''),
    ownerReference: org.id,
    ownerEmail: org.ownerEmail ?? null,
    isSuspended: Boolean(subscription.suspendedBy ?? org.suspendedBy),
    isUnfinished: (usedOf(subscription.resources, 'websites') ?? 1) === 0,
    sizes: sizesOf(subscription.resources),
    package: subscription.planName,
  }
}

/** The site that was made first: the one of the domain that was bought. */
export function mainSite(sites: EnhanceWebsite[]): EnhanceWebsite | undefined {
  return sites.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))[0]
}

const measured: [resource: string, name: UsageName, unit: UsageMeasure['unit']][] = [
  ['diskspace', 'storage', 'bytes'],
  ['transfer', 'traffic', 'bytes'],
  ['websites', 'websites', 'count'],
  ['mailboxes', 'mailboxes', 'count'],
  ['mysqlDbs', 'databases', 'count'],
]

/** Transfer is counted for the month that runs, and the panel does not say from when to when. */
export function readUsage(resources: EnhanceResource[]): UsageMeasure[] {
  return measured.flatMap(([resource, name, unit]) => {
    const found = resources.find((candidate) => candidate.name === resource)
    if (!found) return []
    return [{ name, used: found.usage, limit: found.total ?? null, unit, period: null }]
  })
}

export function usedOf(resources: EnhanceResource[], name: string): number | undefined {
  return resources.find((resource) => resource.name === name)?.usage
}

function addressesOf(site: EnhanceWebsite | undefined): ObservedServer['addresses'] {
  return (site?.serverIps ?? []).map(({ ip }) => ({
    family: familyOf(ip),
    address: ip,
    prefix: null,
    gateway: null,
    isShared: true,
  }))
}

/** `php84` → `8.4`. */
function phpName(version: string): string {
  return version.replace(/^php(\d)(\d)$/, '$1.$2')
}
