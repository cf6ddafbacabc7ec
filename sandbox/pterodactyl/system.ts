/** The Pterodactyl stand-in: one panel with its nodes, and the daemons' websocket. */
import type { SandboxSystem } from '../core/system.ts'
import { registerBelongings } from './belongings_routes.ts'
import { registerCatalogueRoutes } from './catalogue_routes.ts'
import { registerClientRoutes } from './client_routes.ts'
import { registerDrift } from './drift.ts'
import { registerNetworkRoutes } from './network_routes.ts'
import { Panel } from './panel.ts'
import { acceptEmptyJson, API_PATHS, Router } from './routing.ts'
import { registerSchedules } from './schedule_routes.ts'
import { registerServerRoutes } from './server_routes.ts'
import { nodeTable, serverTable, userTable } from './tables.ts'
import { registerTasks } from './tasks.ts'
import { registerUserRoutes } from './user_routes.ts'
import { openConsoles } from './websocket.ts'

let closeConsoles = () => {}

export const pterodactyl: SandboxSystem = {
  name: 'pterodactyl',
  title: 'Pterodactyl',
  apiPrefixes: Object.values(API_PATHS),
  faults: {
    nodes_full: 'No node can take a server: deployment answers 400 NoViableNodeException.',
    install_fails: 'The installation ends with install_failed or reinstall_failed.',
    install_stuck: 'The installation never ends (deleting the server still works).',
    daemon_down: 'The daemon of the node does not answer: 504, and nothing is changed.',
    rate_limited: 'Answers 429 until the next minute.',
  },
  register(app, kit) {
    const panel = new Panel(kit)
    panel.seed()
    acceptEmptyJson(app)
    registerTasks(kit, panel)
    const router = new Router(app, panel)
    registerCatalogueRoutes(router)
    registerUserRoutes(router)
    registerServerRoutes(router)
    registerClientRoutes(router)
    registerNetworkRoutes(router)
    registerBelongings(router)
    registerSchedules(router)
    router.otherwise()
    registerDrift(app, panel)
    closeConsoles = openConsoles(app.server, panel)
  },
  async stop() {
    closeConsoles()
  },
  serverError: () => ({
    errors: [
      {
        code: 'HttpException',
        status: '500',
        detail: 'An unexpected error was encountered while processing this request, please try again.',
      },
    ],
  }),
  overview(kit) {
    const servers = new Panel(kit).servers.list()
    const failed = servers.filter(({ status }) => status?.endsWith('_failed')).length
    return [
      { label: 'Servers', value: servers.length },
      { label: 'Running', value: servers.filter(({ power }) => power === 'running').length, tone: 'good' },
      { label: 'Suspended', value: servers.filter(({ status }) => status === 'suspended').length },
      { label: 'Failed installs', value: failed, tone: failed > 0 ? 'bad' : 'neutral' },
      { label: 'Users', value: new Panel(kit).users.count() },
    ]
  },
  tables(kit) {
    const panel = new Panel(kit)
    return [serverTable(panel), userTable(panel), nodeTable(panel)]
  },
  state(kit) {
    const panel = new Panel(kit)
    return {
      users: panel.users.list(),
      servers: panel.servers.list(),
      databases: panel.databases.list().map(({ password: _password, ...row }) => row),
      backups: panel.backups.list(),
      schedules: panel.schedules.list(),
      allocations: panel.allocations.list({ filter: ({ serverId }) => serverId !== null }),
    }
  },
  reset(kit) {
    new Panel(kit).seed()
  },
}
