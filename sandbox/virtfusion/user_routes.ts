/** Users of the panel, their keys, and the links that sign them in. */
import { randomBytes, randomUUID } from 'node:crypto'
import { newPassword, type Panel } from './panel.ts'
import { presentSshKey, presentUser } from './present_user.ts'
import type { UserRecord } from './records.ts'
import { conflict, notFound } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'
import { refusalOf, validate, type Rules } from './validation.ts'

const SIGN_IN_TTL_SECONDS = 60
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

const SELF_SERVICE_RULES: Rules = {
  selfService: { type: 'int', min: 0, max: 3 },
  selfServiceHourlyCredit: { type: 'bool' },
  selfServiceHourlyGroupProfiles: { type: 'ints' },
  selfServiceResourceGroupProfiles: { type: 'ints' },
  selfServiceHourlyResourcePack: { type: 'int' },
}

const CREATE_RULES: Rules = {
  name: { type: 'string', required: true, max: 255 },
  email: { type: 'string', required: true, max: 255, pattern: EMAIL },
  extRelationId: { type: 'int', min: 1 },
  relStr: { type: 'string', min: 1, max: 255 },
  sendMail: { type: 'bool' },
  ...SELF_SERVICE_RULES,
}

const MODIFY_RULES: Rules = {
  name: { type: 'string', min: 1, max: 255 },
  email: { type: 'string', max: 255, pattern: EMAIL },
  enabled: { type: 'bool' },
  ...SELF_SERVICE_RULES,
}

const KEY_RULES: Rules = {
  userId: { type: 'int', required: true },
  name: { type: 'string', required: true, max: 255 },
  publicKey: {
    type: 'string',
    required: true,
    pattern: /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+) [A-Za-z0-9+/=]+/,
  },
}

export function registerUserRoutes(router: Router): void {
  router.on('POST', '/users', createUser)
  router.on('GET', '/users/:ext/byExtRelation', (panel, call) =>
    ok({ data: presentUser(userOf(panel, call)) })
  )
  router.on('PUT', '/users/:ext/byExtRelation', modifyUser)
  router.on('DELETE', '/users/:ext/byExtRelation', removeUser)
  router.on('POST', '/users/:ext/byExtRelation/resetPassword', (panel, call) => ({
    status: 201,
    body: { data: { email: userOf(panel, call).email, password: newPassword() } },
  }))
  router.on('POST', '/users/:ext/authenticationTokens', (panel, call) =>
    signIn(panel, userOf(panel, call), null)
  )
  router.on('POST', '/users/:ext/serverAuthenticationTokens/:server', (panel, call) => {
    const user = userOf(panel, call)
    const server = panel.findServer(call.params.server)
    if (server.ownerId !== user.id) throw notFound('server not found')
    return signIn(panel, user, server.id)
  })
  registerKeyRoutes(router)
}

function registerKeyRoutes(router: Router): void {
  router.on('POST', '/ssh_keys', addKey)
  router.on('GET', '/ssh_keys/user/:id', (panel, call) => {
    if (!panel.findUser(Number(call.params.id))) throw notFound('user not found')
    const keys = panel.sshKeys.list({ filter: (key) => String(key.userId) === call.params.id })
    return ok({ data: keys.map(presentSshKey) })
  })
  router.on('GET', '/ssh_keys/:id', (panel, call) => {
    const key = panel.sshKeys.get(call.params.id ?? '')
    if (!key) throw notFound('ssh key not found')
    return ok({ data: presentSshKey(key) })
  })
  router.on('DELETE', '/ssh_keys/:id', (panel, call) => {
    if (!panel.sshKeys.remove(call.params.id ?? '')) throw notFound('ssh key not found')
    return { status: 204 }
  })
}

function createUser(panel: Panel, call: Call): Answer {
  const fields = validate(call.body, CREATE_RULES)
  const extRelationId = typeof fields.extRelationId === 'number' ? fields.extRelationId : null
  const relStr = typeof fields.relStr === 'string' ? fields.relStr : null
  const email = String(fields.email)
  refuseTaken(panel, { email, extRelationId, relStr })

  const user: UserRecord = {
    id: panel.nextId('user'),
    extRelationId,
    relStr,
    name: String(fields.name),
    email,
    selfService: Number(fields.selfService ?? 0),
    enabled: true,
    createdAt: panel.stamp(),
    updatedAt: panel.stamp(),
  }
  panel.users.insert(String(user.id), user)
  return { status: 201, body: { data: { ...presentUser(user), password: newPassword() } } }
}

function modifyUser(panel: Panel, call: Call): Answer {
  const user = userOf(panel, call)
  const fields = validate(call.body, MODIFY_RULES)
  if (typeof fields.email === 'string' && fields.email !== user.email) {
    refuseTaken(panel, { email: fields.email, extRelationId: null, relStr: null })
  }
  const changed: UserRecord = {
    ...user,
    name: typeof fields.name === 'string' ? fields.name : user.name,
    email: typeof fields.email === 'string' ? fields.email : user.email,
    enabled: typeof fields.enabled === 'boolean' ? fields.enabled : user.enabled,
    selfService: typeof fields.selfService === 'number' ? fields.selfService : user.selfService,
    updatedAt: panel.stamp(),
  }
  panel.users.put(String(user.id), changed)
  const { name, email, selfService, enabled } = changed
  return { status: 201, body: { data: { name, email, selfService, enabled } } }
}

function removeUser(panel: Panel, call: Call): Answer {
  const user = userOf(panel, call)
  const [server] = panel.servers.list({ filter: (candidate) => candidate.ownerId === user.id, limit: 1 })
  if (server) throw conflict('The user owns servers.')
  panel.users.remove(String(user.id))
  return { status: 204 }
}

function refuseTaken(panel: Panel, wanted: Pick<UserRecord, 'email' | 'extRelationId' | 'relStr'>): void {
  const errors = new Map<string, string>()
  for (const user of panel.users.view()) {
    if (user.email.toLowerCase() === wanted.email.toLowerCase())
      errors.set('email', 'The email has already been taken.')
    if (wanted.extRelationId !== null && user.extRelationId === wanted.extRelationId) {
      errors.set('extRelationId', 'The ext relation id has already been taken.')
    }
    if (wanted.relStr !== null && user.relStr === wanted.relStr) {
      errors.set('relStr', 'The rel str has already been taken.')
    }
  }
  if (errors.size > 0) throw refusalOf(errors, 'map')
}

function signIn(panel: Panel, user: UserRecord, serverId: number | null): Answer {
  const first = randomUUID().replaceAll('-', '')
  const second = randomBytes(24).toString('hex')
  const expires = new Date(panel.kit.nowMs() + SIGN_IN_TTL_SECONDS * 1000).toISOString()
  panel.signInTokens.insert(first, {
    id: first,
    secret: second,
    userId: user.id,
    serverId,
    expiresAt: expires,
    usedAt: null,
  })
  const endpoint = '/token_authenticate'
  const authentication = {
    tokens: { 1: first, 2: second },
    endpoint,
    endpoint_complete: `${endpoint}/?1=${first}&2=${second}`,
    expiry: { ttl: SIGN_IN_TTL_SECONDS, expires },
  }
  return ok({ data: { authentication } })
}

function addKey(panel: Panel, call: Call): Answer {
  const fields = validate(call.body, KEY_RULES)
  const userId = Number(fields.userId)
  if (!panel.findUser(userId))
    throw refusalOf(new Map([['userId', 'The selected user id is invalid.']]), 'map')
  const key = {
    id: panel.nextId('ssh_key'),
    userId,
    name: String(fields.name),
    publicKey: String(fields.publicKey),
    createdAt: panel.stamp(),
  }
  panel.sshKeys.insert(String(key.id), key)
  const { name, type } = presentSshKey(key)
  return { status: 201, body: { data: { id: key.id, name, type, createdAt: key.createdAt } } }
}

function userOf(panel: Panel, call: Call): UserRecord {
  return panel.findUserByRelation(call.params.ext, call.query.relStr === 'true' || call.query.relStr === '1')
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
