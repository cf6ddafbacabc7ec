/** The Enhance stand-in: one installation of web hosting. */
import type { SandboxSystem } from '../core/system.ts'
import { registerBackupRoutes } from './backup_routes.ts'
import { registerCatalogueRoutes } from './catalogue_routes.ts'
import { registerDomainRoutes } from './domain_routes.ts'
import { registerDrift } from './drift.ts'
import { Installation } from './installation.ts'
import { registerOrgRoutes } from './org_routes.ts'
import { acceptEmptyJson, API_PATH, Router } from './routing.ts'
import { registerSignInPage } from './sign_in_page.ts'
import { registerSubscriptionRoutes } from './subscription_routes.ts'
import { customerTable, serverTable, subscriptionTable } from './tables.ts'
import { registerWebsiteRoutes } from './website_routes.ts'

export const enhance: SandboxSystem = {
  name: 'enhance',
  title: 'Enhance',
  apiPrefixes: [`${API_PATH}/`],
  faults: {
    panel_full: 'No capacity: no server has its application role on, and POST /websites answers 400.',
    website_fails: 'POST /websites answers 500 in plain text: the server could not make the site.',
    backup_fails: 'A backup is made and answers 201, and every part of it has failed.',
    delete_refused: 'Deleting a subscription by force answers 403, as for a token without the role.',
  },
  register(app, kit) {
    const panel = new Installation(kit)
    acceptEmptyJson(app)
    const router = new Router(app, panel)
    registerCatalogueRoutes(router)
    registerOrgRoutes(router)
    registerSubscriptionRoutes(router)
    registerWebsiteRoutes(router)
    registerDomainRoutes(router)
    registerBackupRoutes(router)
    router.otherwise()
    registerSignInPage(app, panel)
    registerDrift(app, panel)
  },
  serverError: () => 'Internal Server Error',
  overview(kit) {
    const panel = new Installation(kit)
    const subscriptions = panel.subscriptions.list({ filter: ({ status }) => status === 'active' })
    return [
      { label: 'Subscriptions', value: subscriptions.length },
      {
        label: 'Websites',
        value: panel.websites.list({ filter: ({ status }) => status === 'active' }).length,
        tone: 'good',
      },
      { label: 'Suspended', value: subscriptions.filter(({ suspendedBy }) => suspendedBy).length },
      { label: 'Customers', value: panel.orgs.count() },
    ]
  },
  tables: (kit) => [subscriptionTable(kit), customerTable(kit), serverTable(kit)],
  state(kit) {
    const panel = new Installation(kit)
    return {
      orgs: panel.orgs.list(),
      members: panel.members.list(),
      logins: panel.logins.list(),
      subscriptions: panel.subscriptions.list(),
      websites: panel.websites.list(),
    }
  },
  reset() {},
}
