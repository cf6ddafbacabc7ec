/** The VirtFusion stand-in: two panels behind one process. */
import type { FastifyInstance } from 'fastify'
import type { Kit, SandboxSystem } from '../core/system.ts'
import { registerCatalogueRoutes } from './catalogue_routes.ts'
import { registerChangeRoutes } from './change_routes.ts'
import { registerDrift } from './drift.ts'
import { registerNetworkRoutes } from './network_routes.ts'
import { PANELS } from './panels.ts'
import { acceptEmptyJson, Router } from './routing.ts'
import { registerReverseRoutes } from './reverse_routes.ts'
import { registerRunningRoutes } from './running_routes.ts'
import { registerServerRoutes } from './server_routes.ts'
import { registerSignInPage } from './sign_in_page.ts'
import { allServers, hostTable, panelsOf, serverTable, userTable } from './tables.ts'
import { registerTasks } from './tasks.ts'
import { registerUserRoutes } from './user_routes.ts'
import { openScreens } from './vnc.ts'

let closeScreens = () => {}

export const virtfusion: SandboxSystem = {
  name: 'virtfusion',
  title: 'VirtFusion',
  apiPrefixes: PANELS.map((spec) => `/virtfusion/${spec.slug}/api/`),
  faults: {
    panel_full: 'No capacity: resources report nothing free and POST /servers and growing answer 422.',
    build_fails: 'The build ends with buildFailed = true.',
    build_stuck: 'The build never ends; the server stays locked (deleting it still works).',
    delete_refused: 'DELETE /servers answers 409, as for a protected server.',
  },
  register(app, kit) {
    register(app, kit)
  },
  async stop() {
    closeScreens()
  },
  serverError: () => ({ message: 'Server Error' }),
  overview(kit) {
    const servers = allServers(kit)
    return [
      { label: 'Servers', value: servers.length },
      { label: 'Running', value: servers.filter(({ server }) => server.running).length, tone: 'good' },
      { label: 'Suspended', value: servers.filter(({ server }) => server.suspended).length },
      {
        label: 'Failed builds',
        value: servers.filter(({ server }) => server.buildFailed).length,
        tone: servers.some(({ server }) => server.buildFailed) ? 'bad' : 'neutral',
      },
      { label: 'Users', value: panelsOf(kit).reduce((sum, panel) => sum + panel.users.count(), 0) },
    ]
  },
  tables: (kit) => [serverTable(kit), userTable(kit), hostTable(kit)],
  state: (kit) => ({
    panels: Object.fromEntries(
      panelsOf(kit).map((panel) => [
        panel.spec.slug,
        {
          users: panel.users.list(),
          servers: panel.servers.list().map(({ vnc: _vnc, ...server }) => server),
          queue: panel.queue.list({ newestFirst: true, limit: 100 }),
        },
      ])
    ),
  }),
  reset() {},
}

function register(app: FastifyInstance, kit: Kit): void {
  const panels = panelsOf(kit)
  const panelOf = (slug: string) => panels.find((panel) => panel.spec.slug === slug)
  acceptEmptyJson(app)
  registerTasks(kit, panelOf)
  const router = new Router(app, panelOf)
  registerCatalogueRoutes(router)
  registerUserRoutes(router)
  registerServerRoutes(router)
  registerRunningRoutes(router)
  registerChangeRoutes(router)
  registerNetworkRoutes(router)
  registerReverseRoutes(router)
  router.otherwise()
  registerSignInPage(app, panels)
  registerDrift(app, panelOf)
  closeScreens = openScreens(app.server, panelOf)
}
