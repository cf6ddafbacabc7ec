import router from '@adonisjs/core/services/router'
import type { Ability } from '#app/shared/http/caller'
import { answersFor, requiredAbility } from '#app/shared/http/api/audience'
import { abilitiesOfPermissions, abilitiesOfRoles, staffRoles, teamRoles } from '#app/identity/index'
import { allEndpoints } from '#start/api'

export interface GuardedRoute {
  surface: string
  method: string
  path: string
  /** What lets somebody in: nothing, being signed in, or an ability. */
  needs: 'nothing' | 'sign-in' | Ability
  /** Asked for once more, unless it was given a short while ago. */
  needsFreshProof: boolean
}

interface StackEntry {
  name?: string
  args?: { ability?: Ability; orEnrolling?: boolean }
}

/** Who asks, as columns of the table. A role of a team has its permissions, a role of the staff its abilities. */
const customers = Object.entries(teamRoles).map(([role, permissions]) => ({
  title: role.replace('_', ' '),
  abilities: abilitiesOfPermissions([...permissions]) as ReadonlySet<Ability>,
}))
const staff = staffRoles.map((role) => ({
  title: role.replace('_', ' '),
  abilities: abilitiesOfRoles([role]) as ReadonlySet<Ability>,
}))

/** Every page route of every surface with what guards it, from the router itself: a new one is found by being routed. */
export function listGuardedRoutes(): GuardedRoute[] {
  return Object.entries(router.toJSON()).flatMap(([domain, routes]) =>
    routes
      .filter(
        ({ pattern }) =>
          !pattern.startsWith('/api/v1') &&
          !pattern.startsWith('/:locale') &&
          pattern !== '/*' &&
          pattern !== '*'
      )
      .flatMap(({ methods, pattern, middleware }) => {
        const stack = [...middleware.all()] as StackEntry[]
        const signedIn = stack.find(({ name }) => name === 'signedIn')
        const fresh = stack.find(({ name }) => name === 'freshProof')
        const needs = signedIn ? (signedIn.args?.ability ?? 'sign-in') : fresh ? 'sign-in' : 'nothing'
        const surface = domain === 'root' ? 'all' : domain
        return methods
          .filter((method) => method !== 'HEAD')
          .map((method): GuardedRoute => ({
            surface,
            method,
            path: pattern,
            needs,
            needsFreshProof: fresh !== undefined,
          }))
      })
  )
}

/** Connections that stay open pass no route: each is written down here, and a test looks for others. */
export const openConnections = [
  {
    path: 'WS /live/',
    file: 'app/shared/realtime/live_gateway.ts',
    opens:
      'a ticket of `GET /live-ticket`, a minute old at most, under a host of its tenant; one of staff under theirs alone. A member who sees chosen services gets none',
    hears:
      '`facts`: names of what happened to the own customer, never what staff consider among themselves; staff hear of all of the tenant. `facts_missed`. Nothing is taken',
  },
  {
    path: 'WS /consoles/:ticket',
    file: 'app/provisioning/http/console_relay.ts',
    opens:
      'a ticket of `POST /services/:id/consoles` (services:power, staff:services:write), a minute old at most, under the host it was given out on, while the service may be used and the session lasts',
    hears: 'the one console. Taken are commands (ten a second) or what a screen takes',
  },
]

/** What is answered before the router is asked (`start/http_server.ts`), written down here as well. */
export const doors = [
  {
    path: '/webhooks/',
    opens: 'messages of gateways: whoever signs as the gateway that the address names',
  },
  {
    path: '/oauth/',
    opens:
      'the sign-in protocol of applications, on the account host alone ([oauth](oauth.md)); who signs in is asked by `GET /oauth/interactions/:uid`',
  },
  { path: '/.well-known/o', opens: 'what the protocol says about itself' },
]

/** The page `docs/permissions.md`. */
export async function describePermissions(): Promise<string> {
  const routes = listGuardedRoutes().toSorted(bySurfaceAndPath)
  const pages = ['account', 'admin'].map((surface) => {
    const guarded = routes.filter((route) => route.surface === surface && route.needs !== 'nothing')
    const columns = surface === 'account' ? customers : staff
    return `## Pages of the ${surface} host\n\n${table(
      columns,
      guarded.map((route) => ({ ...route, needs: route.needs, note: route.needsFreshProof ? ' ᶠ' : '' }))
    )}`
  })
  const endpoints = await allEndpoints()
  const api = (['customer', 'staff'] as const).map((audience) => {
    const rows = endpoints
      .filter((endpoint) => endpoint.ability !== null && answersFor(endpoint, audience))
      .map(({ method, path, ...rest }) => ({
        method,
        path,
        needs: requiredAbility({ method, path, ...rest }, audience)!,
        note: '',
      }))
      .toSorted((a, b) => compare(`${a.path} ${a.method}`, `${b.path} ${b.method}`))
    return `## API for ${audience === 'customer' ? 'customers' : 'staff'}\n\n${table(audience === 'customer' ? customers : staff, rows)}`
  })
  const open = routes.filter(({ needs }) => needs === 'nothing')
  const openApi = endpoints
    .filter(({ ability }) => ability === null)
    .map(({ method, path }) => ({ surface: 'API', method, path }))
    .toSorted(bySurfaceAndPath)
  const openList = [...openApi, ...apiDescriptions, ...open]
    .map(({ surface, method, path }) => `- ${surface}: \`${method} ${path}\``)
    .join('\n')
  return (
    [
      introduction,
      ...pages,
      ...api,
      `## Connections that stay open\n\n${connections()}`,
      `## Before the routes\n\n${doors.map(({ path, opens }) => `- \`${path}…\`: ${opens}`).join('\n')}`,
      `## For everybody\n\nThese decide for themselves what they show; pages of the storefront do it under \`/:locale\` in each language as well.\n\n${openList}`,
    ].join('\n\n') + '\n'
  )
}

const apiDescriptions = ['/docs', '/openapi.json'].map((path) => ({ surface: 'API', method: 'GET', path }))

function connections(): string {
  const lines = openConnections.map(({ path, opens, hears }) => [`\`${path}\``, opens, hears])
  return [['connection', 'opened by', 'what passes'], ['---', '---', '---'], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const introduction = `# Who may do what

Written by \`bin/ace permissions --write\` from the routes and the roles; \`tests/identity/api/permissions.spec.ts\` keeps it equal and asks each route as nobody and
as a role that may not. ● may, · may not (403). ᶠ asks once more who it is, unless that was answered within ten minutes (paying: where a stored method or the balance is paid with; a change of a service: where something is paid for it at once). Nobody in particular is sent to sign in (401 over the API).
A row holds within the own customer and the own tenant: records of another customer are not found (404), and another tenant knows neither the session nor the token.`

type Addressed = Pick<GuardedRoute, 'surface' | 'method' | 'path'>

interface Row {
  method: string
  path: string
  needs: string
  note: string
}

function table(columns: { title: string; abilities: ReadonlySet<Ability> }[], rows: Row[]): string {
  const head = ['route', 'needs', ...columns.map(({ title }) => title)]
  const lines = rows.map(({ method, path, needs, note }) => [
    `\`${method} ${path}\`${note}`,
    needs,
    ...columns.map(({ abilities }) => (needs === 'sign-in' || abilities.has(needs as Ability) ? '●' : '·')),
  ])
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function bySurfaceAndPath(a: Addressed, b: Addressed): number {
  return compare(`${a.surface} ${a.path} ${a.method}`, `${b.surface} ${b.path} ${b.method}`)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
