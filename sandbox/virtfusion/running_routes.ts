/** What is done to a built server: suspend, power, passwords, console. */
import { findTemplate } from './catalogue.ts'
import { newPassword, newVnc, type Panel } from './panel.ts'
import { hostOf } from './present_server.ts'
import type { ServerRecord } from './records.ts'
import { conflict } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'
import { fingerprint, startTask, type PowerAction } from './tasks.ts'
import { refusalOf, validate } from './validation.ts'

const POWER_ACTIONS: PowerAction[] = ['boot', 'shutdown', 'restart', 'poweroff']

export function registerRunningRoutes(router: Router): void {
  router.on('POST', '/servers/:id/suspend', suspend)
  router.on('POST', '/servers/:id/unsuspend', unsuspend)
  for (const power of POWER_ACTIONS) {
    router.on('POST', `/servers/:id/power/${power}`, (panel, call) => switchPower(panel, call, power))
  }
  router.on('POST', '/servers/:id/resetPassword', resetPassword)
  router.on('GET', '/servers/:id/vnc', (panel, call) => {
    const server = panel.findServer(call.params.id)
    return { status: 200, body: { data: { vnc: presentVnc(panel, server) } } }
  })
  router.on('POST', '/servers/:id/vnc', switchVnc)
}

function suspend(panel: Panel, call: Call): Answer {
  const server = panel.findIdleServer(call.params.id)
  if (server.suspended) throw conflict('The server is already suspended.')
  startTask(panel, server, { action: 'suspend' })
  return { status: 204 }
}

function unsuspend(panel: Panel, call: Call): Answer {
  const server = panel.findIdleServer(call.params.id)
  if (!server.suspended) throw conflict('The server is not suspended.')
  startTask(panel, server, { action: 'unsuspend' })
  return { status: 204 }
}

function switchPower(panel: Panel, call: Call, power: PowerAction): Answer {
  const server = usableServer(panel, call)
  const { queueId } = startTask(panel, server, { action: 'power', power })
  return { status: 200, body: { data: { queueId } } }
}

/** The new password is known at once but holds only when the queue item has finished; the guest must be running for it. */
function resetPassword(panel: Panel, call: Call): Answer {
  const server = usableServer(panel, call)
  const fields = validate(
    call.body,
    {
      user: { type: 'string', required: true, oneOf: ['root', 'Administrator'] },
      sendMail: { type: 'bool' },
    },
    'msg'
  )
  const family = findTemplate(server.templateId ?? 0)?.family
  if ((fields.user === 'Administrator') !== (family === 'windows')) {
    throw refusalOf(new Map([['user', 'The selected user is invalid.']]), 'msg')
  }
  const expectedPassword = newPassword()
  const { queueId } = startTask(panel, server, {
    action: 'password',
    passwordSha256: fingerprint(expectedPassword),
    fails: !server.running,
  })
  return { status: 200, body: { data: { queueId, expectedPassword } } }
}

/** Panels differ in the key they read, so both are known here; whatever was asked, token and password are new. */
function switchVnc(panel: Panel, call: Call): Answer {
  const server = usableServer(panel, call)
  const fields = validate(
    call.body,
    { action: { type: 'string', oneOf: ['enable', 'disable'] }, vnc: { type: 'bool' } },
    'msg'
  )
  if (fields.action === undefined && fields.vnc === undefined) {
    throw refusalOf(new Map([['action', 'The action field is required.']]), 'msg')
  }
  const enabled = typeof fields.vnc === 'boolean' ? fields.vnc : fields.action === 'enable'
  const changed = panel.saveServer({ ...server, vnc: { ...newVnc(server.vnc.port), enabled } })
  return { status: 200, body: { data: { vnc: presentVnc(panel, changed), queueId: null } } }
}

function presentVnc(panel: Panel, server: ServerRecord) {
  const { enabled, port, password, token } = server.vnc
  return {
    ip: hostOf(server, panel.spec).ip,
    hostname: null,
    port,
    password,
    wss: { token, url: `/vnc/?token=${token}` },
    enabled,
  }
}

function usableServer(panel: Panel, call: Call): ServerRecord {
  const server = panel.findIdleServer(call.params.id)
  if (server.suspended) throw conflict('The server is suspended.')
  if (server.builtAt === null) throw conflict('The server has not been built.')
  return server
}
