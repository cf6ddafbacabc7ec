/** Users of the panel, as the application interface keeps them. */
import { randomUUID } from 'node:crypto'
import { matchesFilters, paginate, sorted } from './pages.ts'
import { fingerprint, type Panel } from './panel.ts'
import { presentUser } from './present.ts'
import type { UserRecord } from './records.ts'
import { displayed, notFound, type PanelError, Refusal } from './refusal.ts'
import { type Answer, type Call, noContent, ok, type Router } from './routing.ts'
import { isRecord, validateBody } from './rules.ts'

/** At least three characters: it begins and ends with a letter or a digit. */
const USERNAME = /^[a-z0-9]([\w.-]+)[a-z0-9]$/

const USER_RULES = {
  external_id: 'nullable|string|max:191',
  email: 'required|email|max:191',
  username: 'required|string|max:191',
  first_name: 'required|string|max:191',
  last_name: 'required|string|max:191',
  password: 'nullable|string',
  language: 'nullable|string|max:5',
  root_admin: 'nullable|boolean',
}

export function registerUserRoutes(router: Router): void {
  router.application('GET', '/users', (panel, call) => {
    const users = panel.users.list({
      filter: (user) =>
        matchesFilters(call, {
          email: user.email,
          username: user.username,
          uuid: user.uuid,
          external_id: user.externalId,
        }),
    })
    return ok(paginate(sorted(users, call), call, presentUser))
  })
  router.application('GET', '/users/external/:external', (panel, call) => {
    const [user] = panel.users.list({
      filter: ({ externalId }) => externalId !== null && externalId === call.params.external,
      limit: 1,
    })
    if (!user) throw notFound()
    return ok(presentUser(user))
  })
  router.application('GET', '/users/:id', (panel, call) => ok(presentUser(userOf(panel, call))))
  router.application('POST', '/users', createUser)
  router.application('PATCH', '/users/:id', updateUser)
  router.application('DELETE', '/users/:id', removeUser)
}

function createUser(panel: Panel, call: Call): Answer {
  const fields = checked(panel, call, null)
  const id = panel.nextId('user')
  const user: UserRecord = {
    id,
    uuid: randomUUID(),
    externalId: null,
    language: 'en',
    rootAdmin: false,
    passwordSha256: null,
    createdAt: panel.stamp(),
    updatedAt: panel.stamp(),
    ...fields,
  }
  panel.users.insert(String(id), user)
  const resource = `${call.url}/${id}`
  return ok({ ...presentUser(user), meta: { resource } }, 201)
}

/** The four required fields stay required, whatever is to be changed. */
function updateUser(panel: Panel, call: Call): Answer {
  const user = userOf(panel, call)
  const changed = { ...user, ...checked(panel, call, user), updatedAt: panel.stamp() }
  panel.users.put(String(user.id), changed)
  return ok(presentUser(changed))
}

function removeUser(panel: Panel, call: Call): Answer {
  const user = userOf(panel, call)
  const [server] = panel.servers.list({ filter: ({ userId }) => userId === user.id, limit: 1 })
  if (server) {
    throw displayed(
      'DisplayException',
      'Cannot delete a user with active servers attached to their account. Please delete their servers before continuing.'
    )
  }
  panel.users.remove(String(user.id))
  return noContent
}

type Checked = Pick<UserRecord, 'email' | 'username' | 'firstName' | 'lastName'> & Partial<UserRecord>

function checked(panel: Panel, call: Call, self: UserRecord | null): Checked {
  const body = isRecord(call.body) ? call.body : {}
  const lowered = { ...body, username: typeof body.username === 'string' ? body.username.toLowerCase() : body.username } // prettier-ignore
  const fields = validateBody(lowered, USER_RULES)
  const errors: PanelError[] = []
  if (!USERNAME.test(String(fields.username)))
    errors.push(
      problem(
        'username',
        'username',
        'The username must start and end with alpha-numeric characters and contain only letters, numbers, dashes, underscores, and periods.'
      )
    )
  const others = panel.users.list({ filter: ({ id }) => id !== self?.id })
  if (others.some(({ email }) => email.toLowerCase() === String(fields.email).toLowerCase()))
    errors.push(problem('email', 'unique', 'The email has already been taken.'))
  if (others.some(({ username }) => username === fields.username))
    errors.push(problem('username', 'unique', 'The username has already been taken.'))
  const externalId = typeof fields.external_id === 'string' ? fields.external_id : undefined
  if (externalId !== undefined && others.some((user) => user.externalId === externalId))
    errors.push(problem('external_id', 'unique', 'The external id has already been taken.'))
  if (errors.length > 0) throw new Refusal(422, errors)
  return {
    email: String(fields.email),
    username: String(fields.username),
    firstName: String(fields.first_name),
    lastName: String(fields.last_name),
    ...(externalId === undefined ? {} : { externalId }),
    ...(typeof fields.language === 'string' ? { language: fields.language } : {}),
    ...(fields.root_admin === undefined ? {} : { rootAdmin: Boolean(fields.root_admin) }),
    ...(typeof fields.password === 'string' ? { passwordSha256: fingerprint(fields.password) } : {}),
  }
}

function problem(field: string, rule: string, detail: string): PanelError {
  return { code: 'ValidationException', detail, meta: { source_field: field, rule } }
}

function userOf(panel: Panel, call: Call): UserRecord {
  const user = panel.findUser(Number(call.params.id))
  if (!user) throw notFound()
  return user
}
