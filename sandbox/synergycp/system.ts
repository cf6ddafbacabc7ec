/** The SynergyCP stand-in: one installation with racks of real machines. */
import type { SandboxSystem } from '../core/system.ts'
import { registerAccessRoutes } from './access_routes.ts'
import { registerCatalogueRoutes } from './catalogue_routes.ts'
import { registerClientRoutes } from './client_routes.ts'
import { registerDrift } from './drift.ts'
import { Installation } from './installation.ts'
import { registerProvision } from './provision.ts'
import { registerRdnsRoutes } from './rdns_routes.ts'
import { registerReloads } from './reloads.ts'
import { envelope, ROOT, Router } from './routing.ts'
import { registerRunningRoutes } from './running_routes.ts'
import { registerServerRoutes } from './server_routes.ts'
import { registerSignInPage } from './sign_in_page.ts'
import { blockTable, clientTable, serverTable } from './tables.ts'
import { registerTrafficRoutes } from './traffic_routes.ts'

export const synergycp: SandboxSystem = {
  name: 'synergycp',
  title: 'SynergyCP',
  apiPrefixes: [`${ROOT}/`],
  faults: {
    panel_full: 'No stock: lists of available servers are empty.',
    provision_raced: 'Somebody else took the machine: POST /server/provision answers 409.',
    install_fails: 'A reload stops at 37 % and is marked as failed; it stays in the list.',
    install_stuck: 'A reload stops at 37 % and stays so without saying anything.',
    wipe_refused: 'Giving a machine back answers 409.',
    rdns_absent: 'The rDNS package is not installed: its addresses answer 404.',
  },
  register(app, kit) {
    const panel = new Installation(kit)
    panel.fillRacks()
    registerReloads(kit, panel)
    const router = new Router(app, panel)
    registerSignInPage(app, panel)
    registerCatalogueRoutes(router)
    registerClientRoutes(router)
    registerProvision(router)
    registerServerRoutes(router)
    registerAccessRoutes(router)
    registerRunningRoutes(router)
    registerTrafficRoutes(router)
    registerRdnsRoutes(router)
    router.otherwise()
    registerDrift(app, panel)
  },
  serverError: () => envelope(true, 'Whoops, looks like something went wrong.', null),
  overview(kit) {
    const panel = new Installation(kit)
    const servers = panel.servers.list()
    const accesses = panel.accesses.list({ filter: ({ isPrimary }) => isPrimary })
    return [
      { label: 'Machines', value: servers.length },
      { label: 'In use', value: accesses.length, tone: 'good' },
      { label: 'Free', value: servers.filter((server) => panel.isAvailable(server)).length },
      { label: 'Suspended', value: accesses.filter(({ isActive }) => !isActive).length },
      {
        label: 'Failed reloads',
        value: panel.installs.list({ filter: ({ status }) => status === 'failed' }).length,
        tone: 'bad',
      },
    ]
  },
  tables: (kit) => [serverTable(kit), clientTable(kit), blockTable(kit)],
  state(kit) {
    const panel = new Installation(kit)
    return {
      clients: panel.clients.list(),
      servers: panel.servers.list(),
      accesses: panel.accesses.list(),
      entities: panel.entities.list({ filter: ({ serverId }) => serverId !== null }),
      installs: panel.installs.list(),
      pointers: panel.pointers.list(),
    }
  },
  reset(kit) {
    new Installation(kit).fillRacks()
  },
}
