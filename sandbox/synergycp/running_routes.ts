/** What is done to a machine that somebody has: reloads, power, switch port. */
import { EDITIONS, PORT_SPEEDS, PROFILES } from './catalogue.ts'
import type { Installation } from './installation.ts'
import { paged } from './pages.ts'
import { presentEntity, presentInstall, presentPort } from './present.ts'
import { coded } from './provision.ts'
import type { ServerRecord } from './records.ts'
import { conflict, forbidden, invalid, notFound } from './refusal.ts'
import { durationOf, queueInstall } from './reloads.ts'
import { type Answer, type Call, reachServer, type Router } from './routing.ts'
import { idIn, readBody } from './validation.ts'

const COMMANDS = ['power-on', 'power-off', 'sync-vlan', 'sync-speed', 'wipe']
const COMMAND_MS_DEFAULT = 300

export function registerRunningRoutes(router: Router): void {
  router.onAny('GET', '/server/:id/install', listInstalls)
  router.onAny('POST', '/server/:id/install', install)
  router.onAny('DELETE', '/server/:id/install/:install', (panel, call) => {
    const server = reachServer(panel, call)
    const found = panel.installs.get(call.params.install ?? '')
    if (!found || found.serverId !== server.id) throw notFound('Install')
    panel.installs.remove(String(found.id))
    return { data: null, text: 'The install is no longer tracked.' }
  })
  router.onAny('GET', '/server/:id/control', listControls)
  router.onAny('POST', '/server/:id/control/:control/command', controlCommand)
  router.onAny('GET', '/server/:id/port', (panel, call) =>
    paged([presentPort(reachServer(panel, call))], call)
  )
  router.onAny('GET', '/server/:id/port/:port/entity', (panel, call) =>
    paged(panel.entitiesOf(portOf(panel, call).id).map(presentEntity), call)
  )
  router.onAny('POST', '/server/:id/port/:port/command', portCommand)
  router.on('GET', '/switch/:switch/command/:command', readCommand)
  router.on('PATCH', '/switch/:switch/port/:port', setSpeed)
}

/** What runs or waits, or failed and was not looked after. `*` lists those of all machines. */
function listInstalls(panel: Installation, call: Call): Answer {
  const isAll = call.params.id === '*'
  if (isAll && call.clientId !== null) throw forbidden()
  const installs = isAll ? panel.installs.list() : panel.installsOf(reachServer(panel, call).id)
  return paged(
    installs.map((item) => presentInstall(panel, item)),
    call
  )
}

function install(panel: Installation, call: Call): Answer {
  const server = reachServer(panel, call)
  const body = readBody(call.body, {
    pxe_profile_id: 'int?',
    pxe_profile_billing: 'string?',
    edition_id: 'int?',
    license_key: 'string?',
    disk: 'object?',
    password: 'string?',
    queue: 'bool?',
    parent: 'object?',
  })
  const access = panel.primaryAccess(server.id)
  if (!access) throw conflict('The server is in the inventory.')
  if (call.clientId !== null && !access.pxe) throw forbidden()
  if (!server.isPxeReady) throw conflict('The server is not ready for PXE.')
  const profile =
    body.pxe_profile_billing !== undefined
      ? coded(PROFILES, body.pxe_profile_billing, 'pxe profile')
      : PROFILES.find(({ id }) => id === body.pxe_profile_id)
  if (!profile || (call.clientId !== null && !profile.accessClient)) {
    throw invalid('The selected pxe profile is invalid.')
  }
  const edition = EDITIONS.find(({ id }) => id === body.edition_id)
  if (profile.isoId !== null && edition?.isoId !== profile.isoId) {
    throw invalid('The edition field is required for this profile.')
  }
  const open = panel.installsOf(server.id).filter(({ status }) => status !== 'failed')
  if (open.length > 0 && body.queue !== true && idIn(body.parent) === undefined) {
    throw conflict('The server is being installed already.')
  }
  const password = typeof body.password === 'string' && body.password !== '' ? body.password : null
  const queued = queueInstall(panel, call, { server, profileId: profile.id, password })
  return { data: presentInstall(panel, queued), text: 'Install queued.' }
}

/** The administrator's own sign-in to the controller is in here: nobody shows it on. */
function listControls(panel: Installation, call: Call): Answer {
  const server = reachServer(panel, call)
  const isStaff = call.clientId === null
  return paged(
    [
      {
        id: 3000 + server.id,
        hostname: `10.40.${server.groupId}.${server.id % 250}`,
        type: { id: 1, name: 'IPMI' },
        client_user: server.hasIpmiUser ? 'client' : null,
        client_password: server.hasIpmiUser ? `ipmi-${server.id}-client` : null,
        ...(isStaff ? { admin_user: 'ADMIN', admin_password: `ipmi-${server.id}-admin` } : {}),
        port_forwarding_type: 'acl',
      },
    ],
    call
  )
}

function controlCommand(panel: Installation, call: Call): Answer {
  const server = reachServer(panel, call)
  if (String(3000 + server.id) !== call.params.control) throw notFound('Control')
  const body = readBody(call.body, {
    power: 'string?',
    pxe_boot: 'bool?',
    reset_bmc: 'bool?',
    add_user: 'bool?',
    delete_user: 'bool?',
  })
  const access = panel.primaryAccess(server.id)
  if (call.clientId !== null && !access?.ipmi) throw forbidden()
  const { power } = body
  if (power !== undefined && !['on', 'off', 'reset', 'soft'].includes(String(power))) {
    throw invalid('The selected power is invalid.')
  }
  panel.saveServer({
    ...server,
    isPoweredOn: power === undefined ? server.isPoweredOn : power === 'on' || power === 'reset',
    hasIpmiUser: body.add_user === true || (server.hasIpmiUser && body.delete_user !== true),
  })
  return { data: null, text: 'Command queued.' }
}

function portCommand(panel: Installation, call: Call): Answer {
  const server = portOf(panel, call)
  const body = readBody(call.body, { command: 'string', dry: 'bool?' })
  const command = String(body.command)
  if (!COMMANDS.includes(command)) throw invalid('The selected command is invalid.')
  if (call.clientId !== null && !panel.primaryAccess(server.id)?.switch) throw forbidden()
  if (body.dry === true) return { data: { commands: [{ switch: { id: server.switchId }, command }] } }
  const id = panel.nextId('command')
  panel.commands.insert(String(id), {
    id,
    switchId: server.switchId,
    serverId: server.id,
    command,
    status: 'Queued',
    createdAt: panel.stamp(),
  })
  if (command === 'power-on' || command === 'power-off') {
    panel.saveServer({ ...server, isPortOn: command === 'power-on' })
  }
  return { data: { commands: [{ id, switch: { id: server.switchId }, command }] } }
}

function readCommand(panel: Installation, call: Call): Answer {
  const command = panel.commands.get(call.params.command ?? '')
  if (!command || String(command.switchId) !== call.params.switch) throw notFound('Command')
  const passedMs = panel.kit.nowMs() - Date.parse(command.createdAt)
  const fullMs = durationOf(panel.kit, 'SANDBOX_TASK_MS', COMMAND_MS_DEFAULT)
  const status = passedMs > fullMs ? 'Finished' : passedMs > fullMs / 2 ? 'Running' : 'Queued'
  const output = status === 'Finished' ? `${command.command}: ok` : ''
  return { data: { id: command.id, command: command.command, status, output, errors: '' } }
}

function setSpeed(panel: Installation, call: Call): Answer {
  const [server] = panel.servers.list({
    filter: (item) =>
      String(item.switchPortId) === call.params.port && String(item.switchId) === call.params.switch,
    limit: 1,
  })
  if (!server) throw notFound('Port')
  const body = readBody(call.body, { port_speed_id: 'int' })
  const speed = PORT_SPEEDS.find(({ id }) => id === body.port_speed_id)
  if (!speed) throw invalid('The selected port speed is invalid.')
  panel.saveServer({ ...server, portSpeedId: speed.id })
  return { data: presentPort({ ...server, portSpeedId: speed.id }), text: 'Port saved.' }
}

export function portOf(panel: Installation, call: Call): ServerRecord {
  const server = reachServer(panel, call)
  if (String(server.portId) !== call.params.port) throw notFound('Port')
  return server
}
