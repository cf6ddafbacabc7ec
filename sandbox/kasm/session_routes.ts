/** Sessions: asked for, starting, running, ended by somebody or by their time. */
import { randomUUID } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { IMAGES, MACHINES } from './data.ts'
import { dashed, type Installation, newId, plainId } from './installation.ts'
import type { SessionRecord } from './records.ts'
import { type Call, Refusal, type Router } from './routing.ts'

const TASK_MS_DEFAULT = 2000
const START = 'start'
const EXPIRE = 'expire'

export function registerSessionRoutes(router: Router): void {
  router.on('request_kasm', 'changes', requestSession)
  router.on('get_kasm_status', 'reads', showStatus)
  router.on('get_kasms', 'reads', (kasm) => ({
    current_time: kasm.stamp(),
    kasms: kasm.sessions.list().map((session) => presentSession(kasm, session)),
  }))
  router.on('destroy_kasm', 'changes', (kasm, call) => {
    destroySession(kasm, ownSession(kasm, call))
    return {}
  })
  router.on('keepalive', 'changes', (kasm, call) => {
    const session = kasm.findSession(call.body.kasm_id)
    extend(kasm, session)
    return { usage_reached: false }
  })
  router.on('join_kasm', 'changes', (kasm, call) => {
    const [session] = kasm.sessions.list({ filter: ({ shareId }) => shareId !== null && shareId === call.body.share_id, limit: 1 }) // prettier-ignore
    if (!session) throw new Refusal('Invalid share id')
    const token = randomUUID()
    return { kasm_url: urlOf(session, token), session_token: token, kasm: presentSession(kasm, session) }
  })
}

export function registerTasks(kit: Kit, kasm: Installation): void {
  kit.timers.on<{ id: string; fails: boolean }>(START, ({ payload }) => {
    const session = kasm.sessions.get(payload.id)
    if (session) kasm.sessions.put(session.id, { ...session, state: payload.fails ? 'failed' : 'running' })
  })
  kit.timers.on<{ id: string }>(EXPIRE, ({ payload }) => {
    const session = kasm.sessions.get(payload.id)
    if (!session) return
    const leftMs = Date.parse(session.expiresAt) - kit.nowMs()
    if (leftMs > 0) return leftMs
    kasm.sessions.remove(session.id)
  })
}

function requestSession(kasm: Installation, call: Call) {
  const user = kasm.findUser({ user_id: call.body.user_id })
  if (user.disabled || user.locked) throw new Refusal('User is disabled')
  const image = IMAGES.find(({ id }) => id === plainId(call.body.image_id))
  const isAllowed = kasm.groupsOf(user).some(({ imageIds }) => image && imageIds.includes(image.id))
  if (!image?.enabled || !isAllowed) throw new Refusal('Access Denied to the requested image')
  const most = kasm.setting(user, 'max_kasms_per_user')
  if (kasm.sessionsOf(user.id).length >= most)
    throw new Refusal(`You have reached the maximum number of sessions (${most})`)
  const machine = kasm.machineFor(image)
  if (!machine || kasm.kit.faults.strikes('no_resources', call))
    throw new Refusal('No resources are available to create the requested Kasm')
  const id = newId()
  const now = kasm.now()
  const session: SessionRecord = {
    id,
    userId: user.id,
    imageId: image.id,
    serverId: machine.id,
    state: 'starting',
    token: randomUUID(),
    shareId: call.body.enable_sharing === true ? newId().slice(0, 8) : null,
    startedAt: now.toISOString(),
    expiresAt: endOf(kasm, user.id, now),
    keptAliveAt: now.toISOString(),
  }
  kasm.sessions.insert(id, session)
  kasm.users.put(user.id, { ...user, lastSessionAt: kasm.stamp() })
  const fails = kasm.kit.faults.strikes('session_fails', call)
  kasm.kit.timers.schedule(START, { id, fails }, { delayMs: taskMs(kasm.kit), key: id })
  schedule(kasm, session)
  return {
    kasm_id: dashed(id),
    user_id: dashed(user.id),
    status: 'starting',
    username: user.username,
    session_token: session.token,
    share_id: session.shareId,
    kasm_url: urlOf(session, session.token),
  }
}

function showStatus(kasm: Installation, call: Call) {
  const session = ownSession(kasm, call)
  if (session.state !== 'running') {
    const started = Date.parse(session.startedAt)
    const progress = Math.min(95, Math.floor(((kasm.kit.nowMs() - started) / (taskMs(kasm.kit) || 1)) * 95)) // prettier-ignore
    return {
      operational_status: session.state,
      operational_message: session.state === 'failed' ? 'Container failed to start' : 'Creating container',
      operational_progress: session.state === 'failed' ? 0 : progress,
    }
  }
  return {
    current_time: kasm.stamp(),
    kasm_url: urlOf(session, session.token),
    kasm: presentSession(kasm, session),
  }
}

export function presentSession(kasm: Installation, session: SessionRecord) {
  const image = IMAGES.find(({ id }) => id === session.imageId)!
  return {
    kasm_id: session.id,
    user_id: session.userId,
    image_id: session.imageId,
    operational_status: session.state,
    start_date: kasm.stamp(new Date(session.startedAt)),
    expiration_date: kasm.stamp(new Date(session.expiresAt)),
    keepalive_date: kasm.stamp(new Date(session.keptAliveAt)),
    cores: image.cores,
    memory: image.memory,
    hostname: MACHINES.find(({ id }) => id === session.serverId)?.hostname,
    server_id: session.serverId,
    share_id: session.shareId,
    is_persistent_profile: false,
    port_map: { vnc: { port: 443, path: `desktop/${session.id}/vnc` } },
    client_settings: {},
    image: { friendly_name: image.friendlyName, name: image.name },
  }
}

export function destroySession(kasm: Installation, { id }: SessionRecord): void {
  kasm.sessions.remove(id)
  kasm.kit.timers.cancel(START, id)
  kasm.kit.timers.cancel(EXPIRE, id)
}

export function destroySessions(kasm: Installation, userId: string): void {
  for (const session of kasm.sessionsOf(userId)) destroySession(kasm, session)
}

function ownSession(kasm: Installation, call: Call): SessionRecord {
  const session = kasm.findSession(call.body.kasm_id)
  if (session.userId !== plainId(call.body.user_id)) throw new Refusal('Kasm does not exist')
  return session
}

/** A path, not an address: the caller puts the host before it. */
function urlOf(session: SessionRecord, token: string): string {
  return `/#/connect/kasm/${dashed(session.id)}/${dashed(session.userId)}/${token}`
}

function extend(kasm: Installation, session: SessionRecord): void {
  const now = kasm.now()
  const keptAliveAt = now.toISOString()
  const changed = { ...session, keptAliveAt, expiresAt: endOf(kasm, session.userId, now) }
  kasm.sessions.put(session.id, changed)
  schedule(kasm, changed)
}

function endOf(kasm: Installation, userId: string, from: Date): string {
  const seconds = kasm.setting(kasm.findUser({ user_id: userId }), 'session_time_limit')
  return new Date(from.getTime() + seconds * 1000).toISOString()
}

function schedule(kasm: Installation, { id, expiresAt }: SessionRecord): void {
  const delayMs = Date.parse(expiresAt) - kasm.kit.nowMs()
  kasm.kit.timers.schedule(EXPIRE, { id }, { delayMs, key: id })
}

function taskMs(kit: Kit): number {
  const value = Number(kit.settings.env.SANDBOX_TASK_MS || TASK_MS_DEFAULT)
  return Number.isFinite(value) && value >= 0 ? value : TASK_MS_DEFAULT
}
