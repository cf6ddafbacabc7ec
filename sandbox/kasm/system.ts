/** The Kasm Workspaces stand-in: one installation with its users, groups, images and sessions. */
import type { SandboxSystem, Table } from '../core/system.ts'
import { IMAGES } from './data.ts'
import { Installation } from './installation.ts'
import { registerPages } from './pages.ts'
import { API_PATH, Router } from './routing.ts'
import { destroySession, registerSessionRoutes, registerTasks } from './session_routes.ts'
import { registerUserRoutes } from './user_routes.ts'

export const kasm: SandboxSystem = {
  name: 'kasm',
  title: 'Kasm Workspaces',
  apiPrefixes: [`${API_PATH}/`],
  faults: {
    no_resources: 'request_kasm answers 200 with "No resources are available to create the requested Kasm".',
    licence_exhausted: 'create_user answers 200 with an error: no named user is left in the licence.',
    session_fails: 'A session that was asked for ends as failed.',
    delete_refused: 'delete_user answers 200 with an error.',
  },
  register(app, kit) {
    const installation = new Installation(kit)
    installation.seed()
    registerTasks(kit, installation)
    const router = new Router(app, installation)
    registerUserRoutes(router)
    registerSessionRoutes(router)
    registerPages(app, installation)
    app.get('/kasm/api/__healthcheck', async () => ({ ok: true }))
    app.post<{ Params: { id: string } }>('/_kasm/sessions/:id/vanish', async (request, reply) => {
      const session = installation.sessions.get(request.params.id)
      if (!session) return reply.code(404).send({ message: 'There is no such session.' })
      destroySession(installation, session)
      return { removed: true }
    })
    app.post<{ Params: { id: string } }>('/_kasm/users/:id/vanish', async (request) => ({
      removed: installation.users.remove(request.params.id),
    }))
  },
  serverError: () => ({ error_message: 'Internal Server Error' }),
  overview(kit) {
    const installation = new Installation(kit)
    const users = installation.users.list()
    return [
      { label: 'Users', value: users.length },
      { label: 'Disabled', value: users.filter(({ disabled }) => disabled).length },
      { label: 'Sessions', value: installation.sessions.count(), tone: 'good' },
    ]
  },
  tables: (kit) => [userTable(new Installation(kit)), sessionTable(new Installation(kit))],
  state(kit) {
    const installation = new Installation(kit)
    return {
      users: installation.users.list(),
      groups: installation.groups.list(),
      sessions: installation.sessions.list().map(({ token: _token, ...session }) => session),
    }
  },
  reset(kit) {
    new Installation(kit).seed()
  },
}

function userTable(installation: Installation): Table {
  return {
    name: 'users',
    title: 'Users',
    columns: ['User name', 'Name', 'Organization', 'Groups', 'State', 'Sessions', 'Created'],
    rows: installation.users.list({ newestFirst: true }).map((user) => ({
      cells: [
        user.username,
        [user.firstName, user.lastName].filter(Boolean).join(' '),
        user.organization,
        installation
          .groupsOf(user)
          .map(({ name }) => name)
          .join(', '),
        user.disabled ? 'disabled' : user.locked ? 'locked' : 'active',
        installation.sessionsOf(user.id).length,
        user.createdAt,
      ],
      actions: [{ label: 'Remove', method: 'POST', url: `/_kasm/users/${user.id}/vanish` }],
    })),
  }
}

function sessionTable(installation: Installation): Table {
  return {
    name: 'sessions',
    title: 'Sessions',
    columns: ['Session', 'User', 'Image', 'State', 'Started', 'Ends'],
    rows: installation.sessions.list({ newestFirst: true }).map((session) => ({
      cells: [
        session.id,
        installation.users.get(session.userId)?.username ?? null,
        IMAGES.find(({ id }) => id === session.imageId)?.friendlyName ?? null,
        session.state,
        session.startedAt,
        session.expiresAt,
      ],
      actions: [{ label: 'End', method: 'POST', url: `/_kasm/sessions/${session.id}/vanish` }],
    })),
  }
}
