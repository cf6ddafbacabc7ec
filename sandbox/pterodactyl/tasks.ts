/** What the daemon does by itself: installing, starting, stopping, copying. Durable timers; a killed process goes on with them. */
import type { Kit } from '../core/system.ts'
import { findEgg } from './eggs.ts'
import type { Panel } from './panel.ts'
import type { PowerState, ServerRecord, ServerStatus } from './records.ts'
import { sockets } from './sockets.ts'

const BUILD_MS_DEFAULT = 6000
const TASK_MS_DEFAULT = 300

const INSTALL = 'install'
const POWER = 'power'
const BACKUP = 'backup'
const RESTORE = 'restore'

interface InstallPayload {
  serverId: number
  fails: boolean
  isStarted: boolean
  isFirst: boolean
}

export function registerTasks(kit: Kit, panel: Panel): void {
  kit.timers.on<InstallPayload>(INSTALL, ({ payload }) => {
    kit.store.transaction(() => finishInstall(panel, payload))
  })
  kit.timers.on<{ serverId: number; to: PowerState }>(POWER, ({ payload }) => {
    kit.store.transaction(() => finishPower(panel, payload))
  })
  kit.timers.on<{ uuid: string }>(BACKUP, ({ payload }) => finishBackup(panel, payload.uuid))
  kit.timers.on<{ serverId: number }>(RESTORE, ({ payload }) => {
    const server = panel.servers.get(String(payload.serverId))
    if (server?.status === 'restoring_backup') panel.saveServer({ ...server, status: null })
    if (server) sockets.tell(server.uuid, 'backup restore completed', [''])
  })
}

export function startInstall(
  panel: Panel,
  server: ServerRecord,
  options: { call: { method: string; path: string }; isStarted: boolean }
): ServerRecord {
  const { call, isStarted } = options
  const fails = panel.kit.faults.strikes('install_fails', call)
  const isStuck = panel.kit.faults.strikes('install_stuck', call)
  const isFirst = !server.isInstalled
  const busy = panel.saveServer({ ...server, status: 'installing', power: 'offline', startedAt: null })
  sockets.tell(server.uuid, 'install started', [])
  const payload: InstallPayload = { serverId: server.id, fails, isStarted, isFirst }
  const delayMs = durationOf(panel.kit, 'SANDBOX_BUILD_MS', BUILD_MS_DEFAULT)
  if (!isStuck) panel.kit.timers.schedule(INSTALL, payload, { delayMs, key: String(server.id) })
  return busy
}

/** Somebody pressed a button. A start takes a moment; killing does not. */
export function startPower(panel: Panel, server: ServerRecord, signal: string): ServerRecord {
  // A start that was on its way ends with the process.
  panel.kit.timers.cancel(POWER, String(server.id))
  if (signal === 'kill') return moved(panel, server, 'offline')
  const to: PowerState = signal === 'stop' ? 'offline' : 'running'
  if (signal !== 'restart' && server.power === to) return server
  const via: PowerState = to === 'running' ? 'starting' : 'stopping'
  const busy = moved(panel, server, via)
  const delayMs = durationOf(panel.kit, 'SANDBOX_TASK_MS', TASK_MS_DEFAULT)
  panel.kit.timers.schedule(POWER, { serverId: server.id, to }, { delayMs, key: String(server.id) })
  return busy
}

export function startBackup(panel: Panel, uuid: string): void {
  const delayMs = durationOf(panel.kit, 'SANDBOX_TASK_MS', TASK_MS_DEFAULT)
  panel.kit.timers.schedule(BACKUP, { uuid }, { delayMs, key: uuid })
}

export function startRestore(panel: Panel, server: ServerRecord): void {
  panel.saveServer({ ...moved(panel, server, 'offline'), status: 'restoring_backup' })
  const delayMs = durationOf(panel.kit, 'SANDBOX_TASK_MS', TASK_MS_DEFAULT)
  panel.kit.timers.schedule(RESTORE, { serverId: server.id }, { delayMs, key: String(server.id) })
}

/** Nothing goes on with a server that is removed. */
export function forgetTasks(panel: Panel, serverId: number): void {
  for (const kind of [INSTALL, POWER, RESTORE]) panel.kit.timers.cancel(kind, String(serverId))
}

export function moved(panel: Panel, server: ServerRecord, power: PowerState): ServerRecord {
  const startedAt = power === 'starting' ? panel.now().toISOString() : power === 'offline' ? null : server.startedAt
  const line = `[Pterodactyl Daemon]: Server marked as ${power}...`
  const saved = panel.saveServer(panel.withLine({ ...server, power, startedAt }, line))
  sockets.tell(server.uuid, 'status', [power])
  sockets.tell(server.uuid, 'console output', [line])
  return saved
} // prettier-ignore

function finishInstall(panel: Panel, { serverId, fails, isStarted, isFirst }: InstallPayload): void {
  const server = panel.servers.get(String(serverId))
  if (!server) return
  const failed: ServerStatus = isFirst ? 'install_failed' : 'reinstall_failed'
  // One column for both: what was suspended meanwhile stays suspended, and the end of the installation is lost.
  const status = server.status === 'installing' ? (fails ? failed : null) : server.status
  const saved = panel.saveServer({ ...server, status, isInstalled: server.isInstalled || !fails })
  sockets.tell(server.uuid, 'install completed', [])
  if (isStarted && saved.status === null) startPower(panel, saved, 'start')
}

function finishPower(panel: Panel, { serverId, to }: { serverId: number; to: PowerState }): void {
  const server = panel.servers.get(String(serverId))
  if (!server || server.status !== null) return
  const done = findEgg(server.eggId)?.done ?? 'Done'
  const up = `[Server thread/INFO]: Done (1.000s${done.startsWith(')') ? done : `) ${done}`}"help"`
  const written = to === 'running' ? panel.withLine(server, up) : server
  if (to === 'running') sockets.tell(server.uuid, 'console output', [up])
  moved(panel, written, to)
}

function finishBackup(panel: Panel, uuid: string): void {
  const backup = panel.backups.get(uuid)
  if (!backup) return
  const server = panel.servers.get(String(backup.serverId))
  const checksum = `sha1:${uuid.replaceAll('-', '')}`
  panel.backups.put(uuid, {
    ...backup,
    isSuccessful: true,
    checksum,
    bytes: 48_000_000,
    completedAt: panel.stamp(),
  })
  if (server) sockets.tell(server.uuid, 'backup completed', [JSON.stringify({ uuid, is_successful: true })])
}

function durationOf(kit: Kit, name: string, fallback: number): number {
  const value = Number(kit.settings.env[name] || fallback)
  return Number.isFinite(value) && value >= 0 ? value : fallback
}
