/** The panel's background work: started by a call, finished by a durable timer, visible as a queue item. */
import { createHash } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { newPassword, type Panel } from './panel.ts'
import type { QueueRecord, ServerRecord } from './records.ts'

const BUILD_MS_DEFAULT = 6000
const TASK_MS_DEFAULT = 300

/** What the timer needs to know to finish the work; decided when the work starts. */
type Outcome =
  | { action: 'build'; fails: boolean }
  | { action: 'suspend' | 'unsuspend' | 'package' }
  | { action: 'power'; power: PowerAction }
  | { action: 'password'; passwordSha256: string; fails: boolean }

export type PowerAction = 'boot' | 'shutdown' | 'restart' | 'poweroff'

interface TaskPayload {
  panel: string
  serverId: number
  taskId: number
  outcome: Outcome
}

const TIMER = 'task'
const DELETE_TIMER = 'delete'

export function registerTasks(kit: Kit, panelOf: (slug: string) => Panel | undefined): void {
  kit.timers.on<TaskPayload>(TIMER, ({ payload }) => {
    const panel = panelOf(payload.panel)
    if (panel) kit.store.transaction(() => finish(panel, payload))
  })
  kit.timers.on<{ panel: string; serverId: number }>(DELETE_TIMER, ({ payload }) => {
    const panel = panelOf(payload.panel)
    panel?.servers.remove(String(payload.serverId))
  })
}

/** Locks the server until the work has ended, and answers with the server as it now stands and the queue's number. */
export function startTask(
  panel: Panel,
  server: ServerRecord,
  outcome: Outcome,
  options: { stuck?: boolean } = {}
) {
  const id = panel.nextId('queue')
  const durationMs = outcome.action === 'build' ? buildMs(panel.kit) : taskMs(panel.kit)
  const now = panel.now()
  const stuck = options.stuck ?? false
  panel.queue.put(String(id), {
    id,
    serverId: server.id,
    hypervisorId: server.hypervisorId,
    action: outcome.action === 'power' ? outcome.power : outcome.action,
    startedAt: now.toISOString(),
    dueAt: new Date(now.getTime() + durationMs).toISOString(),
    finishedAt: null,
    failed: false,
    stuck,
  })
  const task = { id, action: outcome.action, createdAt: panel.stamp(), stuck }
  const busy = panel.saveServer({ ...server, task })
  const payload: TaskPayload = { panel: panel.spec.slug, serverId: server.id, taskId: id, outcome }
  if (!stuck)
    panel.kit.timers.schedule(TIMER, payload, { delayMs: durationMs, key: `${panel.spec.slug} ${id}` })
  return { server: busy, queueId: id }
}

export function startBuild(panel: Panel, server: ServerRecord, call: { method: string; path: string }) {
  const password = newPassword()
  const fails = panel.kit.faults.strikes('build_fails', call)
  const stuck = panel.kit.faults.strikes('build_stuck', call)
  const asked = {
    ...server,
    builtAt: null,
    buildFailed: false,
    commissionStatus: 1,
    running: false,
    passwordSha256: fingerprint(password),
  }
  return { ...startTask(panel, asked, { action: 'build', fails }, { stuck }), password }
}

/** The server goes after the grace period; until then everything about it can still be read. */
export function scheduleDelete(panel: Panel, server: ServerRecord, delayMinutes: number): void {
  const delayMs = delayMinutes * 60_000 + taskMs(panel.kit)
  const deleteAt = new Date(panel.kit.nowMs() + delayMs).toISOString()
  cancelTask(panel, server)
  panel.saveServer({ ...server, task: null, deleteAt })
  panel.kit.timers.schedule(
    DELETE_TIMER,
    { panel: panel.spec.slug, serverId: server.id },
    { delayMs, key: `${panel.spec.slug} ${server.id}` }
  )
}

export function fingerprint(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}

function finish(panel: Panel, { serverId, taskId, outcome }: TaskPayload): void {
  const item = panel.queue.get(String(taskId))
  if (item && item.finishedAt === null) closeQueueItem(panel, item, 'fails' in outcome && outcome.fails)
  const server = panel.servers.get(String(serverId))
  if (!server || server.task?.id !== taskId) return
  panel.saveServer({ ...applied(panel, server, outcome), task: null, lastTaskAt: panel.stamp() })
}

function applied(panel: Panel, server: ServerRecord, outcome: Outcome): ServerRecord {
  const started = { ...server, running: true, live: liveSizes(server) }
  switch (outcome.action) {
    case 'build':
      return outcome.fails
        ? { ...server, buildFailed: true, commissionStatus: 0 }
        : { ...started, builtAt: panel.stamp(), commissionStatus: 3 }
    case 'suspend':
      return { ...server, suspended: true, running: false }
    case 'unsuspend':
      return server.builtAt === null ? { ...server, suspended: false } : { ...started, suspended: false }
    case 'power':
      return outcome.power === 'boot' || outcome.power === 'restart' ? started : { ...server, running: false }
    case 'password':
      return outcome.fails ? server : { ...server, passwordSha256: outcome.passwordSha256 }
    case 'package':
      return server
  }
}

function liveSizes(server: ServerRecord) {
  return { memoryMb: server.sizes.memoryMb, cpuCores: server.sizes.cpuCores }
}

function cancelTask(panel: Panel, server: ServerRecord): void {
  const item = server.task ? panel.queue.get(String(server.task.id)) : undefined
  if (item) closeQueueItem(panel, item, true)
}

function closeQueueItem(panel: Panel, item: QueueRecord, failed: boolean): void {
  panel.queue.put(String(item.id), { ...item, finishedAt: panel.stamp(), failed, stuck: false })
}

function buildMs(kit: Kit): number {
  return durationOf(kit, 'SANDBOX_BUILD_MS', BUILD_MS_DEFAULT)
}

function taskMs(kit: Kit): number {
  return durationOf(kit, 'SANDBOX_TASK_MS', TASK_MS_DEFAULT)
}

function durationOf(kit: Kit, name: string, fallback: number): number {
  const value = Number(kit.settings.env[name] || fallback)
  return Number.isFinite(value) && value >= 0 ? value : fallback
}
