// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import { signInShape } from '#app/provisioning/http/transformers/service_transformer'
import { sessionShape, startupShape } from '#app/provisioning/http/transformers/startup_transformer'
import { changeStartupBody, startSessionBody } from '#app/provisioning/http/validators/startup_validators'

const Startup = () => import('#app/provisioning/http/api/service_startup_controller')
const Sessions = () => import('#app/provisioning/http/api/service_sessions_controller')

const read = { customer: 'services:read', staff: 'staff:services:read' } as const
const write = { customer: 'services:write', staff: 'staff:services:write' } as const
const power = { customer: 'services:power', staff: 'staff:services:write' } as const

const accessProblems = [
  { status: 404, code: 'service_not_found', when: 'there is no such service that you may see.' },
  { status: 409, code: 'service_not_usable', when: 'the service is not active.' },
  { status: 409, code: 'not_supported', when: 'its kind of panel cannot do that.' },
  { status: 503, code: 'panel_unavailable', when: 'the panel does not answer as it should.' },
]
const noSession = { status: 404, code: 'session_not_found', when: 'there is no such session of the service.' }
const refused = {
  status: 409,
  code: 'session_refused',
  when: 'a limit is reached, or there is no room; the detail says which.',
}

export const startupEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/services/:id/startup', name: 'services.startup.show', group: 'Game servers', audience: 'both', ability: read,
    summary: 'Show how a game server starts: its command, its image, and the settings of its game with their rules',
    controller: [Startup, 'show'], answers: { status: 200, shape: startupShape }, problems: accessProblems,
  },
  {
    method: 'PATCH', path: '/services/:id/startup', name: 'services.startup.update', group: 'Game servers', audience: 'both', ability: write,
    summary: 'Change settings of a game; those that are not named stay, and they hold from the next start on',
    controller: [Startup, 'update'], body: changeStartupBody, answers: { status: 200, shape: startupShape },
    problems: [...accessProblems, { status: 422, code: 'startup_refused', when: 'a value breaks a rule of its setting; each is named.' }],
  },
  {
    method: 'GET', path: '/services/:id/sessions', name: 'services.sessions.index', group: 'Workspaces', audience: 'both', ability: read,
    summary: 'List the desktops of a workspace that run',
    controller: [Sessions, 'index'], answers: { status: 200, shape: sessionShape, isList: true }, problems: accessProblems,
  },
  {
    method: 'POST', path: '/services/:id/sessions', name: 'services.sessions.store', group: 'Workspaces', audience: 'customer', ability: 'services:power',
    summary: 'Start a desktop, or come back to the one of the same image that runs; the link opens it for whoever holds it',
    controller: [Sessions, 'store'], body: startSessionBody, answers: { status: 200, shape: signInShape }, problems: [...accessProblems, noSession, refused],
  },
  {
    method: 'POST', path: '/services/:id/sessions/:session/openings', name: 'services.sessions.openings.store', group: 'Workspaces', audience: 'customer',
    ability: 'services:power', summary: 'Make a link to a desktop that runs',
    controller: [Sessions, 'open'], answers: { status: 200, shape: signInShape }, problems: [...accessProblems, noSession, refused],
  },
  {
    method: 'DELETE', path: '/services/:id/sessions/:session', name: 'services.sessions.destroy', group: 'Workspaces', audience: 'both', ability: power,
    summary: 'End a desktop; what was not kept is lost',
    controller: [Sessions, 'destroy'], answers: { status: 204, shape: null }, problems: [...accessProblems, noSession, refused],
  },
] // prettier-ignore
