/** What can be sold, where it may stand, and how the installation feels. */
import { randomUUID } from 'node:crypto'
import { findPlan, GROUPS, NAME_SERVERS, PLANS, SERVERS } from './catalogue.ts'
import type { Installation } from './installation.ts'
import { paged } from './pages.ts'
import { presentGroup, presentPlan, presentServer } from './present.ts'
import { notFound } from './refusal.ts'
import { type Call, ok, type Router } from './routing.ts'

const VERSION = '12.3.0'
const GB = 1_000_000_000

export function registerCatalogueRoutes(router: Router): void {
  router.open('GET', '/version', () => ok(VERSION))
  router.open('GET', '/status', () => ok('ready'))
  router.on('GET', '/licence', () => ok({ key: '4f0c2f4e-6f53-4c7b-9d0f-2f0a7a3be111', status: 'active' }))
  router.open('GET', '/orgs/:org/plans', (panel, call) => {
    const org = panel.findOrg(call.params.org)
    if (org.parentId !== null) return ok({ items: [], total: 0 })
    return ok(
      paged(
        PLANS.map((plan) => presentPlan(plan, soldOf(panel, plan.id))),
        call
      )
    )
  })
  router.open('GET', '/orgs/:org/plans/:plan', (panel, call) => {
    panel.requireMaster(call.params.org)
    const plan = findPlan(Number(call.params.plan))
    if (!plan) throw notFound('Plan')
    return ok(presentPlan(plan, soldOf(panel, plan.id)))
  })
  router.on('GET', '/servers/groups', () => ok({ items: GROUPS.map(presentGroup) }))
  router.on('GET', '/servers', (panel, call) => {
    const isFull = panel.kit.faults.strikes('panel_full', call)
    return ok(
      paged(
        SERVERS.map((server) => presentServer(server, !isFull && server.isConfigured)),
        call
      )
    )
  })
  router.on('GET', '/servers/:id/disk-usage', diskUsage)
  router.on('GET', '/branding', () =>
    ok({
      orgName: 'EZSCALE web hosting',
      controlPanelDomain: 'panel.web.example',
      phpMyAdminDomain: 'pma.web.example',
      roundcubeDomain: 'mail.web.example',
      nameServers: NAME_SERVERS,
      settings: [],
      locale: 'en',
    })
  )
}

function diskUsage(panel: Installation, call: Call) {
  const server = SERVERS.find(({ id }) => id === call.params.id)
  if (!server) throw notFound('Server')
  const sites = panel.websites.list({ filter: (site) => site.serverId === server.id })
  const used = 40 * GB + sites.reduce((sum, site) => sum + site.sizeBytes, 0)
  return ok({ total: 2000 * GB, used })
}

function soldOf(panel: Installation, planId: number): number {
  return panel.subscriptions.list({ filter: (item) => item.planId === planId && item.status === 'active' })
    .length
}

/** A sign-in link's secret: opaque, long, of one use. */
export function newSecret(): string {
  return randomUUID().replaceAll('-', '') + randomUUID().replaceAll('-', '')
}
