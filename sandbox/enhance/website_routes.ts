/** Websites of a customer, and the names they are reached by. */
import {
  findPlan,
  MASTER_ORG_ID,
  PHP_DEFAULT,
  PHP_VERSIONS,
  PROHIBITED,
  type ServerSpec,
} from './catalogue.ts'
import type { Installation } from './installation.ts'
import { booleanOf, paged } from './pages.ts'
import { presentWebsite } from './present.ts'
import type { SubscriptionRecord, WebsiteRecord } from './records.ts'
import { invalid, notFound, Refusal } from './refusal.ts'
import { type Answer, type Call, nothing, ok, type Router } from './routing.ts'
import { isDomain, readBody } from './validation.ts'

const CREATE_MS_DEFAULT = 1500
const NEW_SITE_BYTES = 48_234_496

export function registerWebsiteRoutes(router: Router): void {
  router.on('POST', '/orgs/:org/domains/check', (panel, call) => {
    const org = panel.findOrg(call.params.org)
    const { domain } = readBody(call.body, { domain: { kind: 'string', required: true } })
    return ok(domainUse(panel, org.id, String(domain)))
  })
  router.on('POST', '/orgs/:org/websites', createWebsite)
  router.on('GET', '/orgs/:org/websites', listWebsites)
  router.on('GET', '/orgs/:org/websites/:site', (panel, call) =>
    ok(presentWebsite(panel, panel.findWebsite(call.params.org, call.params.site)))
  )
  router.on('PATCH', '/orgs/:org/websites/:site', updateWebsite)
  router.on('DELETE', '/orgs/:org/websites/:site', (panel, call) => {
    const site = panel.findWebsite(call.params.org, call.params.site)
    if (booleanOf(call.query, 'force')) panel.websites.remove(site.id)
    else panel.websites.put(site.id, { ...site, status: 'deleted' })
    return nothing
  })
  router.on('GET', '/orgs/:org/websites/:site/metrics', metrics)
}

/** Where a name is in use already; names of deleted sites stay taken until they are removed by force. */
export function domainUse(panel: Installation, orgId: string, domain: string) {
  const name = domain.toLowerCase()
  if (!isDomain(name)) throw invalid('domain is not a domain name')
  if (PROHIBITED.some((taken) => name === taken || name.endsWith(`.${taken}`)))
    return { status: 'prohibited' }
  const [site] = panel.websites.list({
    filter: (candidate) => candidate.domains.some((item) => item.domain === name),
    limit: 1,
  })
  if (!site) return { status: 'notInUse' }
  if (site.status === 'deleted') return { status: 'inUseDeletedSite' }
  return site.orgId === orgId
    ? { status: 'inUseCurrentOrg', websiteId: site.id }
    : { status: 'inUseAnotherOrg' }
}

function createWebsite(panel: Installation, call: Call): Answer {
  const org = panel.findOrg(call.params.org)
  const body = readBody(call.body, {
    domain: { kind: 'string', required: true },
    subscriptionId: { kind: 'integer' },
    serverGroupId: { kind: 'uuid' },
    appServerId: { kind: 'uuid' },
    dbServerId: { kind: 'uuid' },
    emailServerId: { kind: 'uuid' },
    backupServerId: { kind: 'uuid' },
    phpVersion: { kind: 'string', oneOf: PHP_VERSIONS },
    wordPressAdminCredentials: { kind: 'object' },
  })
  const domain = String(body.domain).toLowerCase()
  const use = domainUse(panel, org.id, domain)
  if (use.status !== 'notInUse')
    throw new Refusal(409, { code: 'already_exists', detail: `domain: ${use.status}` })
  if (body.subscriptionId === undefined) throw invalid('The organization has no resources of its own')
  const subscription = panel.findSubscription(org.id, String(body.subscriptionId))
  refuseOverQuota(panel, subscription)
  const server = placeOn(panel, call, { subscription, groupId: body.serverGroupId })
  if (panel.kit.faults.strikes('website_fails', call)) {
    throw new Refusal(500, `controld on ${server.friendlyName}: could not create the container`)
  }
  const site: WebsiteRecord = {
    id: panel.newId(),
    orgId: org.id,
    subscriptionId: subscription.id,
    status: 'active',
    suspendedBy: subscription.suspendedBy,
    domains: [{ id: panel.newId(), domain, kind: 'primary', documentRoot: 'public_html' }],
    phpVersion: typeof body.phpVersion === 'string' ? body.phpVersion : PHP_DEFAULT,
    serverId: server.id,
    unixUser: `${domain.replace(/[^a-z0-9]/g, '').slice(0, 8)}_${subscription.id}`,
    sizeBytes: NEW_SITE_BYTES,
    transferBytes: 0,
    mailboxes: 0,
    databases: 0,
    backups: [],
    createdAt: panel.stamp(),
  }
  panel.websites.insert(site.id, site)
  return { status: 201, body: { id: site.id }, takesMs: createMs(panel) }
}

function refuseOverQuota(panel: Installation, subscription: SubscriptionRecord): void {
  if (subscription.status === 'deleted') throw invalid('The subscription is deleted')
  if (subscription.suspendedBy) throw invalid('The subscription is suspended')
  const total = findPlan(subscription.planId)?.resources.find(({ name }) => name === 'websites')?.total
  if (total !== undefined && panel.websitesOf(subscription.id).length >= total) {
    throw new Refusal(400, { code: 'quota_exceeded', detail: 'websites: quota exceeded' })
  }
}

/** The emptiest open server of the groups that the plan allows. */
function placeOn(
  panel: Installation,
  call: Call,
  { subscription, groupId }: { subscription: SubscriptionRecord; groupId: unknown }
): ServerSpec {
  const plan = findPlan(subscription.planId)
  if (groupId !== undefined && !plan?.allowServerGroupSelection) {
    throw invalid('The plan does not allow to choose a server group')
  }
  if (groupId !== undefined && !plan?.serverGroupIds.includes(String(groupId))) throw notFound('Server group')
  const groups = groupId === undefined ? (plan?.serverGroupIds ?? []) : [String(groupId)]
  const isFull = panel.kit.faults.strikes('panel_full', call)
  const open = isFull ? [] : panel.openServers().filter((server) => groups.includes(server.groupId))
  const sites = panel.websites.list()
  const load = (server: ServerSpec) => sites.filter((site) => site.serverId === server.id).length
  const [server] = open.toSorted((a, b) => load(a) - load(b))
  if (!server) {
    throw new Refusal(400, { code: 'no_available_server', detail: 'No server is available for the website' })
  }
  return server
}

function listWebsites(panel: Installation, call: Call): Answer {
  const org = panel.findOrg(call.params.org)
  const { subscriptionId, recursion, status, search } = call.query
  const isBelow = recursion === 'directCustomers' || recursion === 'infinite'
  const showDeleted = booleanOf(call.query, 'showDeleted') || status === 'deleted'
  const sites = panel.websites.list({
    filter: (site) =>
      (site.orgId === org.id || (isBelow && org.id === MASTER_ORG_ID)) &&
      (showDeleted || site.status !== 'deleted') &&
      (status === undefined || site.status === status) &&
      (subscriptionId === undefined || String(site.subscriptionId) === subscriptionId) &&
      (search === undefined || site.domains.some((item) => item.domain.includes(String(search)))),
  })
  return ok(
    paged(
      sites.map((site) => presentWebsite(panel, site)),
      call
    )
  )
}

function updateWebsite(panel: Installation, call: Call): Answer {
  const site = panel.findWebsite(call.params.org, call.params.site)
  const body = readBody(call.body, {
    phpVersion: { kind: 'string', oneOf: PHP_VERSIONS },
    status: { kind: 'string', oneOf: ['active', 'disabled', 'deleted'] },
    isSuspended: { kind: 'boolean' },
    subscriptionId: { kind: 'integer' },
  })
  panel.websites.put(site.id, {
    ...site,
    phpVersion: typeof body.phpVersion === 'string' ? body.phpVersion : site.phpVersion,
    status: (body.status ?? site.status) as WebsiteRecord['status'],
    suspendedBy:
      body.isSuspended === undefined ? site.suspendedBy : body.isSuspended === true ? MASTER_ORG_ID : null,
  })
  return nothing
}

/** One entry a day of the last 24 hours unless told otherwise; the site's transfer of the month spread evenly. */
function metrics(panel: Installation, call: Call): Answer {
  const site = panel.findWebsite(call.params.org, call.params.site)
  const stepMs = (call.query.granularity === 'hour' ? 1 : 24) * 3_600_000
  const end = Date.parse(String(call.query.end ?? panel.stamp()))
  const start = Date.parse(String(call.query.start ?? new Date(end - 24 * 3_600_000).toISOString()))
  if (Number.isNaN(start) || Number.isNaN(end)) throw invalid('start: input contains invalid characters')
  const items = []
  for (let at = Math.floor(start / stepMs) * stepMs; at < end && items.length < 1000; at += stepMs) {
    const share = Math.round((site.transferBytes * stepMs) / (30 * 24 * 3_600_000))
    items.push({
      datetime: new Date(at).toISOString(),
      bytesReceived: Math.round(share / 20),
      bytesSent: share,
      uniqueHits: 0,
      botHits: 0,
      totalHits: 0,
    })
  }
  return ok({ items })
}

function createMs(panel: Installation): number {
  const value = Number(panel.kit.settings.env.SANDBOX_WEBSITE_MS || CREATE_MS_DEFAULT)
  return Number.isFinite(value) && value >= 0 ? value : CREATE_MS_DEFAULT
}
