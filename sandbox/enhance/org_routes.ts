/** Customers of the selling organisation, their people and the links that sign them in. */
import { MASTER_ORG_ID } from './catalogue.ts'
import { newSecret } from './catalogue_routes.ts'
import { fingerprint, type Installation } from './installation.ts'
import { booleanOf, paged } from './pages.ts'
import { presentLogin, presentMember, presentOrg } from './present.ts'
import { type LoginRecord, type MemberRecord, type OrgRecord, type Role, roles } from './records.ts'
import { alreadyExists, forbidden, invalid, notFound } from './refusal.ts'
import { type Answer, type Call, nothing, ok, type Router } from './routing.ts'
import { isUuid, readBody } from './validation.ts'
import { removeSubscription } from './subscription_routes.ts'

const SIGN_IN_TTL_SECONDS = 60
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export function registerOrgRoutes(router: Router): void {
  router.on('GET', '/orgs/:org', (panel, call) => ok(presentOrg(panel, panel.findOrg(call.params.org))))
  router.on('PATCH', '/orgs/:org', updateOrg)
  router.on('DELETE', '/orgs/:org', removeOrg)
  router.on('GET', '/orgs/:org/customers', listCustomers)
  router.on('POST', '/orgs/:org/customers', createCustomer)
  router.on('POST', '/logins', createLogin)
  router.on('GET', '/logins', listLogins)
  router.on('GET', '/v2/orgs/:org/customers/logins', (panel, call) => {
    panel.requireMaster(call.params.org)
    return listLogins(panel, call)
  })
  router.on('PUT', '/v2/logins/:login/password', setPassword)
  router.on('GET', '/orgs/:org/members', listMembers)
  router.on('POST', '/orgs/:org/members', createMember)
  router.on('GET', '/orgs/:org/members/:member', (panel, call) => {
    const { member, login } = findMember(panel, call)
    return ok(presentMember(member, login))
  })
  router.on('DELETE', '/orgs/:org/members/:member', (panel, call) => {
    panel.members.remove(findMember(panel, call).member.id)
    return nothing
  })
  router.on('GET', '/orgs/:org/members/:member/sso', signIn)
}

function createCustomer(panel: Installation, call: Call): Answer {
  panel.requireMaster(call.params.org)
  const { name } = readBody(call.body, { name: { kind: 'string', required: true } })
  if (String(name).trim() === '') throw invalid('name must not be empty')
  const org: OrgRecord = {
    id: panel.newId(),
    parentId: MASTER_ORG_ID,
    name: String(name),
    status: 'active',
    suspendedBy: null,
    createdAt: panel.stamp(),
  }
  panel.orgs.insert(org.id, org)
  return { status: 201, body: { id: org.id } }
}

/** Two organisations may bear one name, and no filter finds one by its owner's address: callers read the whole list. */
function listCustomers(panel: Installation, call: Call): Answer {
  panel.findOrg(call.params.org)
  const wanted = call.query.status
  const orgs = panel.orgs.list({
    filter: (org) => {
      if (org.parentId !== call.params.org) return false
      if (wanted === 'suspended') return org.suspendedBy !== null
      return wanted === undefined || org.status === wanted
    },
  })
  return ok(
    paged(
      orgs.map((org) => presentOrg(panel, org)),
      call
    )
  )
}

function updateOrg(panel: Installation, call: Call): Answer {
  const org = panel.findCustomer(call.params.org)
  const body = readBody(call.body, {
    name: { kind: 'string' },
    status: { kind: 'string', oneOf: ['active', 'deleted'] },
    isSuspended: { kind: 'boolean' },
    locale: { kind: 'string' },
  })
  panel.orgs.put(org.id, {
    ...org,
    name: typeof body.name === 'string' ? body.name : org.name,
    status: body.status === 'active' || body.status === 'deleted' ? body.status : org.status,
    suspendedBy:
      body.isSuspended === undefined ? org.suspendedBy : body.isSuspended === true ? MASTER_ORG_ID : null,
  })
  return nothing
}

function removeOrg(panel: Installation, call: Call): Answer {
  const org = panel.findCustomer(call.params.org)
  const isForced = booleanOf(call.query, 'force')
  for (const subscription of panel.subscriptions.list({ filter: (item) => item.subscriberId === org.id })) {
    removeSubscription(panel, subscription, isForced)
  }
  if (!isForced) {
    panel.orgs.put(org.id, { ...org, status: 'deleted' })
    return nothing
  }
  for (const member of panel.members.list({ filter: (item) => item.orgId === org.id })) {
    panel.members.remove(member.id)
  }
  panel.orgs.remove(org.id)
  return nothing
}

/** An address is one person in the whole realm of the seller, whichever customer it was first written down for. */
function createLogin(panel: Installation, call: Call): Answer {
  if (!isUuid(call.query.orgId)) throw invalid('orgId: UUID parsing failed')
  panel.findOrg(call.query.orgId)
  const body = readBody(call.body, {
    email: { kind: 'string', required: true },
    password: { kind: 'string', required: true },
    name: { kind: 'string', required: true },
  })
  const email = String(body.email)
  if (!EMAIL.test(email)) throw invalid('email is not an email address')
  if (String(body.password).length < 8) throw invalid('password is too weak')
  const [taken] = panel.logins.list({
    filter: (login) => login.email.toLowerCase() === email.toLowerCase(),
    limit: 1,
  })
  if (taken) throw alreadyExists('A login with this email already exists')
  const login: LoginRecord = {
    id: panel.newId(),
    realmId: MASTER_ORG_ID,
    email,
    name: String(body.name),
    passwordSha256: fingerprint(String(body.password)),
    registeredAt: panel.stamp(),
    passwordChangedAt: panel.stamp(),
  }
  panel.logins.insert(login.id, login)
  return { status: 201, body: { id: login.id } }
}

function listLogins(panel: Installation, call: Call): Answer {
  return ok(paged(panel.logins.list().map(presentLogin), call))
}

function setPassword(panel: Installation, call: Call): Answer {
  const login = isUuid(call.params.login) ? panel.logins.get(call.params.login) : undefined
  if (!login) throw notFound('Login')
  const { newPassword } = readBody(call.body, { newPassword: { kind: 'string', required: true } })
  if (String(newPassword).length < 8) throw invalid('password is too weak')
  panel.logins.put(login.id, {
    ...login,
    passwordSha256: fingerprint(String(newPassword)),
    passwordChangedAt: panel.stamp(),
  })
  return { status: 200 }
}

function listMembers(panel: Installation, call: Call): Answer {
  const org = panel.findOrg(call.params.org)
  const role = call.query.role
  if (role !== undefined && !roles.includes(role as Role))
    throw invalid(`role: unknown variant \`${String(role)}\``)
  const members = panel.members.list({
    filter: (member) =>
      member.orgId === org.id && (role === undefined || member.roles.includes(role as Role)),
  })
  const shown = members.flatMap((member) => {
    const login = panel.logins.get(member.loginId)
    return login ? [presentMember(member, login)] : []
  })
  return ok(paged(shown, call))
}

function createMember(panel: Installation, call: Call): Answer {
  const org = panel.findOrg(call.params.org)
  const body = readBody(call.body, {
    loginId: { kind: 'uuid', required: true },
    roles: { kind: 'strings', required: true, oneOf: roles },
  })
  if (!panel.logins.get(String(body.loginId))) throw notFound('Login')
  const [known] = panel.members.list({
    filter: (member) => member.orgId === org.id && member.loginId === body.loginId,
    limit: 1,
  })
  if (known) throw alreadyExists('The login is a member of this organization')
  const member: MemberRecord = {
    id: panel.newId(),
    orgId: org.id,
    loginId: String(body.loginId),
    roles: body.roles as Role[],
    joinedAt: panel.stamp(),
  }
  panel.members.insert(member.id, member)
  return { status: 201, body: { id: member.id } }
}

/** 201 with a bare string: a link of one use that leads past the second factor. */
function signIn(panel: Installation, call: Call): Answer {
  const { member } = findMember(panel, call)
  if (panel.findOrg(member.orgId).status === 'deleted') throw forbidden('The organization is deleted')
  const id = newSecret()
  panel.signIns.insert(id, {
    id,
    orgId: member.orgId,
    memberId: member.id,
    expiresAt: new Date(panel.kit.nowMs() + SIGN_IN_TTL_SECONDS * 1000).toISOString(),
    usedAt: null,
  })
  return { status: 201, body: `${call.host}/enhance/login/otp?token=${id}` }
}

function findMember(panel: Installation, call: Call): { member: MemberRecord; login: LoginRecord } {
  const org = panel.findOrg(call.params.org)
  const member = isUuid(call.params.member) ? panel.members.get(call.params.member) : undefined
  const login = member && panel.logins.get(member.loginId)
  if (!member || !login || member.orgId !== org.id) throw notFound('Member')
  return { member, login }
}
