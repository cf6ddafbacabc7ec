/** Further names of a website, and which of them is the first. */
import type { Installation } from './installation.ts'
import { presentMapping } from './present.ts'
import type { DomainKind, DomainRecord, WebsiteRecord } from './records.ts'
import { alreadyExists, invalid, notFound, Refusal } from './refusal.ts'
import { findPlan } from './catalogue.ts'
import { type Answer, type Call, nothing, ok, type Router } from './routing.ts'
import { readBody } from './validation.ts'
import { domainUse } from './website_routes.ts'

const KINDS = ['primary', 'preview', 'addon', 'alias', 'subdomain']
const PATH = '/orgs/:org/websites/:site/domains'

export function registerDomainRoutes(router: Router): void {
  router.on('GET', PATH, (panel, call) => {
    const site = panel.findWebsite(call.params.org, call.params.site)
    return ok({ items: site.domains.map((domain) => presentMapping(site, domain)) })
  })
  router.on('POST', PATH, addDomain)
  router.on('PUT', `${PATH}/primary`, choosePrimary)
  router.on('GET', `${PATH}/:domain`, (panel, call) => {
    const site = panel.findWebsite(call.params.org, call.params.site)
    return ok(presentMapping(site, domainOf(site, call.params.domain)))
  })
  router.on('DELETE', `${PATH}/:domain`, (panel, call) => {
    const site = panel.findWebsite(call.params.org, call.params.site)
    const domain = domainOf(site, call.params.domain)
    if (domain.kind === 'primary') throw invalid('The primary domain can not be removed')
    panel.websites.put(site.id, { ...site, domains: site.domains.filter(({ id }) => id !== domain.id) })
    return nothing
  })
}

function addDomain(panel: Installation, call: Call): Answer {
  const site = panel.findWebsite(call.params.org, call.params.site)
  const body = readBody(call.body, {
    domain: { kind: 'string', required: true },
    documentRoot: { kind: 'string' },
    kind: { kind: 'string', oneOf: KINDS },
  })
  const name = String(body.domain).toLowerCase()
  const use = domainUse(panel, site.orgId, name)
  if (use.status !== 'notInUse') throw alreadyExists(`domain: ${use.status}`)
  const kind = (body.kind ?? 'alias') as DomainKind
  if (kind === 'primary') throw invalid('A website has one primary domain')
  refuseOverQuota(panel, site)
  const domain: DomainRecord = {
    id: panel.newId(),
    domain: name,
    kind,
    documentRoot: typeof body.documentRoot === 'string' ? body.documentRoot : 'public_html',
  }
  panel.websites.put(site.id, { ...site, domains: [...site.domains, domain] })
  return { status: 201, body: { id: domain.id } }
}

function refuseOverQuota(panel: Installation, site: WebsiteRecord): void {
  const subscription = panel.subscriptions.get(String(site.subscriptionId))
  const total = findPlan(subscription?.planId)?.resources.find(({ name }) => name === 'domainAliases')?.total
  const used = panel
    .websitesOf(site.subscriptionId ?? 0)
    .reduce((sum, item) => sum + item.domains.filter(({ kind }) => kind === 'alias').length, 0)
  if (total !== undefined && used >= total) {
    throw new Refusal(400, { code: 'quota_exceeded', detail: 'domainAliases: quota exceeded' })
  }
}

/** The name that was first becomes an alias. */
function choosePrimary(panel: Installation, call: Call): Answer {
  const site = panel.findWebsite(call.params.org, call.params.site)
  const body = readBody(call.body, {
    domainId: { kind: 'uuid', required: true },
    canonicalRedirect: { kind: 'object' },
  })
  const chosen = domainOf(site, String(body.domainId))
  panel.websites.put(site.id, {
    ...site,
    domains: site.domains.map((domain) => {
      if (domain.id === chosen.id) return { ...domain, kind: 'primary' as const }
      return domain.kind === 'primary' ? { ...domain, kind: 'alias' as const } : domain
    }),
  })
  return { status: 200 }
}

function domainOf(site: WebsiteRecord, id: string | undefined): DomainRecord {
  const found = site.domains.find((domain) => domain.id === id)
  if (!found) throw notFound('Domain')
  return found
}
