/** Our records in the vendor's words. Members without a value are left out, as the vendor leaves them out. */
import {
  findPlan,
  GROUPS,
  MASTER_ORG_ID,
  PHP_DEFAULT,
  PHP_VERSIONS,
  type PlanSpec,
  SERVERS,
  type ServerSpec,
} from './catalogue.ts'
import type { Installation } from './installation.ts'
import type {
  BackupRecord,
  DomainRecord,
  LoginRecord,
  MemberRecord,
  OrgRecord,
  SubscriptionRecord,
  WebsiteRecord,
} from './records.ts'

const COLOUR = '#3b6ea5'

export function presentOrg(panel: Installation, org: OrgRecord) {
  const owner = panel.ownerOf(org.id)
  const subscriptions = panel.subscriptions.list({
    filter: (item) => item.subscriberId === org.id && item.status === 'active',
  })
  const websites = panel.websites.list({
    filter: (site) => site.orgId === org.id && site.status !== 'deleted',
  })
  return {
    id: org.id,
    ...(org.parentId ? { parentId: org.parentId } : {}),
    name: org.name,
    status: org.status,
    ...(org.suspendedBy ? { suspendedBy: org.suspendedBy } : {}),
    ...(owner
      ? {
          owner: owner.login.name,
          ownerEmail: owner.login.email,
          ownerId: owner.member.id,
          ownerLoginId: owner.login.id,
        }
      : {}),
    subscriptionsCount: subscriptions.length,
    websitesCount: websites.length,
    createdAt: org.createdAt,
    locale: 'en',
  }
}

export function presentLogin(login: LoginRecord) {
  return {
    id: login.id,
    email: login.email,
    name: login.name,
    colorCode: COLOUR,
    registeredAt: login.registeredAt,
    passwordLastChangedAt: login.passwordChangedAt,
    authMethod: 'basic',
    locale: 'en',
  }
}

export function presentMember(member: MemberRecord, login: LoginRecord) {
  return {
    id: member.id,
    loginId: login.id,
    isActive: true,
    email: login.email,
    name: login.name,
    roles: member.roles,
    siteAccesses: [],
    notifications: [],
    joinedAt: member.joinedAt.slice(0, 10),
    colorCode: COLOUR,
  }
}

export function presentPlan(plan: PlanSpec, subscriptionsCount: number) {
  return {
    id: plan.id,
    name: plan.name,
    orgId: MASTER_ORG_ID,
    resources: plan.resources,
    allowances: [{ name: 'letsEncrypt' }, { name: 'ssh' }, { name: 'backups' }],
    selections: [],
    subscriptionsCount,
    serverGroupIds: plan.serverGroupIds,
    allowServerGroupSelection: plan.allowServerGroupSelection,
    createdAt: plan.createdAt,
    planType: 'shared',
    allowedPhpVersions: PHP_VERSIONS,
    defaultPhpVersion: PHP_DEFAULT,
    redisAllowed: true,
  }
}

export function presentGroup({ id, name, createdAt }: (typeof GROUPS)[number]) {
  return { id, name, serverCount: SERVERS.filter((server) => server.groupId === id).length, createdAt }
}

/** @param takesWebsites false when the installation is full: its application role is switched off */
export function presentServer(server: ServerSpec, takesWebsites: boolean) {
  return {
    id: server.id,
    groupId: server.groupId,
    isControlPanel: false,
    isConfigured: server.isConfigured,
    friendlyName: server.friendlyName,
    hostname: server.hostname,
    ips: [{ ip: server.ip, isPrimary: true }],
    roles: {
      application: takesWebsites ? 'enabled' : 'disabled',
      backup: 'enabled',
      database: 'enabled',
      dns: 'enabled',
      email: 'enabled',
    },
    createdAt: '2025-10-30T08:05:00Z',
    controld: 'online',
    isDecommissioned: server.isDecommissioned,
    ipv6Addr: server.ipv6,
  }
}

export function usageOf(panel: Installation, subscription: SubscriptionRecord) {
  const sites = panel.websitesOf(subscription.id)
  const sum = (pick: (site: WebsiteRecord) => number) => sites.reduce((total, site) => total + pick(site), 0)
  const used: Record<string, number> = {
    websites: sites.length,
    diskspace: sum((site) => site.sizeBytes),
    transfer: sum((site) => site.transferBytes),
    mailboxes: sum((site) => site.mailboxes),
    mysqlDbs: sum((site) => site.databases),
    domainAliases: sum((site) => site.domains.filter(({ kind }) => kind === 'alias').length),
  }
  const resources = findPlan(subscription.planId)?.resources ?? []
  return resources.map((resource) => ({ ...resource, usage: used[resource.name] ?? 0 }))
}

export function presentSubscription(panel: Installation, subscription: SubscriptionRecord) {
  const plan = findPlan(subscription.planId)
  const groups = GROUPS.filter(({ id }) => plan?.serverGroupIds.includes(id))
  return {
    id: subscription.id,
    planId: subscription.planId,
    planName: plan?.name ?? '',
    subscriberId: subscription.subscriberId,
    vendorId: MASTER_ORG_ID,
    status: subscription.status,
    ...(subscription.suspendedBy ? { suspendedBy: subscription.suspendedBy } : {}),
    resources: usageOf(panel, subscription),
    allowances: [{ name: 'letsEncrypt' }, { name: 'ssh' }, { name: 'backups' }],
    selections: [],
    planType: 'shared',
    allowedPhpVersions: PHP_VERSIONS,
    defaultPhpVersion: PHP_DEFAULT,
    redisAllowed: true,
    ...(plan?.allowServerGroupSelection ? { serverGroups: groups.map(presentGroup) } : {}),
    friendlyName: subscription.friendlyName,
  }
}

export function presentDomain(domain: DomainRecord) {
  const { id, domain: name, documentRoot, kind } = domain
  return { id, domain: name, documentRoot, kind, cloudflareStatus: 'Disconnected' }
}

export function presentMapping(site: WebsiteRecord, domain: DomainRecord) {
  return {
    domainId: domain.id,
    websiteId: site.id,
    domain: domain.domain,
    mappingKind: domain.kind,
    documentRoot: domain.documentRoot,
    cloudflareStatus: 'Disconnected',
  }
}

export function presentWebsite(panel: Installation, site: WebsiteRecord) {
  const subscription =
    site.subscriptionId === null ? null : panel.subscriptions.get(String(site.subscriptionId))
  const primary = site.domains.find(({ kind }) => kind === 'primary') ?? site.domains[0]
  const server = SERVERS.find(({ id }) => id === site.serverId)
  return {
    id: site.id,
    domain: primary ? presentDomain(primary) : null,
    aliases: site.domains.filter((domain) => domain !== primary).map(presentDomain),
    subdomains: [],
    ...(subscription ? { subscriptionId: subscription.id, planId: subscription.planId } : {}),
    ...(subscription ? { plan: findPlan(subscription.planId)?.name ?? '' } : {}),
    status: site.status,
    ...(site.suspendedBy ? { suspendedBy: site.suspendedBy } : {}),
    colorCode: COLOUR,
    tags: [],
    size: site.sizeBytes,
    orgId: site.orgId,
    kind: 'normal',
    unixUser: site.unixUser,
    siteAccessMembers: [],
    serverIps: server ? [{ ip: server.ip, isPrimary: true }] : [],
    phpVersion: site.phpVersion,
    createdAt: site.createdAt,
    ...(server ? { appServerName: server.friendlyName, appServerIpv6: server.ipv6 } : {}),
  }
}

export function presentBackup(backup: BackupRecord) {
  return {
    id: backup.id,
    startedAt: backup.startedAt,
    ...(backup.finishedAt ? { finishedAt: backup.finishedAt } : {}),
    snapshotDirName: `snapshot-${backup.id}`,
    size: backup.sizeBytes,
    homeDirStatus: backup.outcome,
    mysqlDbsStatus: backup.outcome,
    emailsStatus: backup.outcome,
    kind: 'manual',
    storageKind: 'enhance',
    description: backup.description,
  }
}
