/** Users, their groups, and the link that signs one in. */
import { IMAGES, ZONES } from './data.ts'
import { dashed, fingerprint, type Installation, newId, plainId } from './installation.ts'
import type { GroupRecord, UserRecord } from './records.ts'
import { type Call, part, Refusal, type Router, text } from './routing.ts'
import { destroySessions, presentSession } from './session_routes.ts'

const SIGN_IN_SECONDS = 60

export function registerUserRoutes(router: Router): void {
  router.on('create_user', 'changes', createUser)
  router.on('get_user', 'reads', (kasm, call) => ({
    user: presentUser(kasm, kasm.findUser(part(call, 'target_user')), dashed),
  }))
  router.on('get_users', 'reads', (kasm) => ({
    users: kasm.users.list().map((user) => presentUser(kasm, user, plainId)),
  }))
  router.on('update_user', 'changes', updateUser)
  router.on('delete_user', 'changes', removeUser)
  router.on('logout_user', 'changes', (kasm, call) => {
    kasm.findUser(part(call, 'target_user'))
    return {}
  })
  router.on('get_attributes', 'reads', (kasm, call) => {
    const user = kasm.findUser(part(call, 'target_user'))
    return { user_attributes: { user_id: dashed(user.id), default_image: null, auto_login_kasm: null, ...user.attributes } } // prettier-ignore
  })
  router.on('update_user_attributes', 'changes', (kasm, call) => {
    const { user_id, ...attributes } = part(call, 'target_user_attributes')
    const user = kasm.findUser({ user_id })
    kasm.users.put(user.id, { ...user, attributes: { ...user.attributes, ...attributes } })
    return {}
  })
  router.on('get_login', 'changes', signIn)
  registerGroupRoutes(router)
}

function registerGroupRoutes(router: Router): void {
  router.on('get_groups', 'reads', (kasm) => ({ groups: kasm.groups.list().map(presentGroup) }))
  router.on('create_group', 'changes', (kasm, call) => {
    const wanted = part(call, 'target_group')
    const id = newId()
    const name = text(wanted, 'name')
    const group = {
      id,
      name,
      description: String(wanted.description ?? ''),
      priority: Number(wanted.priority ?? 50),
      isSystem: false,
      imageIds: [],
      settings: {},
    }
    return { group: presentGroup(kasm.groups.put(id, group)) }
  })
  router.on('add_images_group', 'changes', (kasm, call) => {
    const group = groupOf(kasm, call)
    const id = plainId(part(call, 'target_image').image_id)
    if (!IMAGES.some((image) => image.id === id)) throw new Refusal('Image does not exist')
    kasm.groups.put(group.id, { ...group, imageIds: [...new Set([...group.imageIds, id])] })
    return {}
  })
  router.on('get_settings_group', 'reads', (kasm, call) => ({
    settings: Object.entries(groupOf(kasm, call).settings).map(([name, value]) => ({ name, value })),
  }))
  router.on('add_user_group', 'changes', (kasm, call) => {
    const user = kasm.findUser(part(call, 'target_user'))
    const { id } = groupOf(kasm, call)
    kasm.users.put(user.id, { ...user, groupIds: [...new Set([...user.groupIds, id])] })
    return {}
  })
  router.on('remove_user_group', 'changes', (kasm, call) => {
    const user = kasm.findUser(part(call, 'target_user'))
    const { id } = groupOf(kasm, call)
    kasm.users.put(user.id, { ...user, groupIds: user.groupIds.filter((own) => own !== id) })
    return {}
  })
  router.on('get_images', 'reads', () => ({
    images: IMAGES.map((image) => ({
      image_id: dashed(image.id),
      friendly_name: image.friendlyName,
      name: image.name,
      description: image.description,
      image_src: 'img/thumbnails/default.svg',
      cores: image.cores,
      memory: image.memory,
      gpu_count: 0,
      require_gpu: false,
      enabled: image.enabled,
      available: image.enabled,
      hidden: false,
      categories: [image.category],
      image_type: 'Container',
      restrict_to_zone: false,
      zone_id: null,
      persistent_profile_path: '/mnt/profiles/{username}',
      session_time_limit: null,
    })),
  }))
  router.on('get_zones', 'reads', () => ({ zones: ZONES.map(({ id, name }) => ({ zone_id: id, zone_name: name })) }))
} // prettier-ignore

function createUser(kasm: Installation, call: Call) {
  const wanted = part(call, 'target_user')
  const username = text(wanted, 'username')
  const password = text(wanted, 'password')
  if (kasm.kit.faults.strikes('licence_exhausted', call))
    throw new Refusal('The number of named users of the licence is reached')
  if (kasm.users.list().some((user) => user.username === username)) throw new Refusal('User already exists')
  const id = newId()
  const user: UserRecord = {
    id,
    username,
    passwordSha256: fingerprint(password),
    firstName: optional(wanted.first_name),
    lastName: optional(wanted.last_name),
    organization: optional(wanted.organization),
    phone: optional(wanted.phone),
    locked: wanted.locked === true,
    disabled: wanted.disabled === true,
    groupIds: [],
    attributes: {},
    createdAt: kasm.stamp(),
    lastSessionAt: null,
  }
  return { user: presentUser(kasm, kasm.users.insert(id, user), plainId) }
}

function updateUser(kasm: Installation, call: Call) {
  const wanted = part(call, 'target_user')
  const user = kasm.findUser({ user_id: text(wanted, 'user_id') })
  const changed: UserRecord = {
    ...user,
    firstName: wanted.first_name === undefined ? user.firstName : optional(wanted.first_name),
    lastName: wanted.last_name === undefined ? user.lastName : optional(wanted.last_name),
    locked: typeof wanted.locked === 'boolean' ? wanted.locked : user.locked,
    disabled: typeof wanted.disabled === 'boolean' ? wanted.disabled : user.disabled,
    passwordSha256: typeof wanted.password === 'string' ? fingerprint(wanted.password) : user.passwordSha256,
  }
  return { user: presentUser(kasm, kasm.users.put(user.id, changed), dashed) }
}

function removeUser(kasm: Installation, call: Call) {
  const user = kasm.findUser(part(call, 'target_user'))
  if (kasm.kit.faults.strikes('delete_refused', call)) throw new Refusal('Unable to delete user')
  if (kasm.sessionsOf(user.id).length > 0) {
    if (call.body.force !== true) throw new Refusal('User has active sessions')
    destroySessions(kasm, user.id)
  }
  kasm.users.remove(user.id)
  return {}
}

function signIn(kasm: Installation, call: Call) {
  const user = kasm.findUser(part(call, 'target_user'))
  if (user.disabled || user.locked) throw new Refusal('User is disabled')
  const token = newId()
  const expiresAt = new Date(kasm.kit.nowMs() + SIGN_IN_SECONDS * 1000).toISOString()
  kasm.signIns.insert(token, { token, userId: user.id, expiresAt, usedAt: null })
  return { url: `${call.origin}/sign-in?token=${token}` }
}

function presentUser(kasm: Installation, user: UserRecord, shown: (id: string) => string) {
  return {
    user_id: shown(user.id),
    username: user.username,
    first_name: user.firstName,
    last_name: user.lastName,
    organization: user.organization,
    phone: user.phone,
    realm: 'local',
    locked: user.locked,
    disabled: user.disabled,
    groups: kasm.groupsOf(user).map(({ id, name }) => ({ name, group_id: shown(id) })),
    created: user.createdAt,
    last_session: user.lastSessionAt,
    two_factor: false,
    notes: null,
    kasms: kasm.sessionsOf(user.id).map((session) => presentSession(kasm, session)),
  }
}

function presentGroup({ id, name, description, priority, isSystem }: GroupRecord) {
  return { group_id: id, name, description, priority, is_system: isSystem, permissions: [] }
}

function groupOf(kasm: Installation, call: Call): GroupRecord {
  const { group_id } = part(call, 'target_group')
  const group = kasm.groups.get(plainId(group_id))
  if (!group) throw new Refusal('Group does not exist')
  return group
}

function optional(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
