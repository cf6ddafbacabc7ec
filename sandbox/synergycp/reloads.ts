/** Reloads of machines: one at a time, others queue behind it. Finished ones leave the list; failed ones stay. */
import type { Kit } from '../core/system.ts'
import { PROFILES } from './catalogue.ts'
import { fingerprint, type Installation } from './installation.ts'
import type { InstallRecord, ServerRecord } from './records.ts'

const INSTALL_MS_DEFAULT = 6000
const FORMAT_MS_DEFAULT = 1000
const STOPS_AT_PERCENT = 37
const TIMER = 'install'

export function registerReloads(kit: Kit, panel: Installation): void {
  kit.timers.on<{ installId: number }>(TIMER, ({ payload }) => {
    kit.store.transaction(() => finish(panel, payload.installId))
  })
}

export function queueInstall(
  panel: Installation,
  call: { method: string; path: string },
  wanted: { server: ServerRecord; profileId: number; password: string | null }
): InstallRecord {
  const { server, profileId, password } = wanted
  const isFormat = isFormatting(profileId)
  const install: InstallRecord = {
    id: panel.nextId('install'),
    serverId: server.id,
    clientId: panel.primaryAccess(server.id)?.clientId ?? null,
    profileId,
    passwordSha256: password ? fingerprint(password) : null,
    status: 'queued',
    willFail: !isFormat && panel.kit.faults.strikes('install_fails', call),
    isStuck: !isFormat && panel.kit.faults.strikes('install_stuck', call),
    percentAtStop: STOPS_AT_PERCENT,
    createdAt: panel.stamp(),
    startedAt: null,
    updatedAt: panel.stamp(),
  }
  panel.installs.insert(String(install.id), install)
  startNext(panel, server.id)
  return install
}

/** A failed run does not hold the next one up: the machine stands there and waits. */
function startNext(panel: Installation, serverId: number): void {
  const open = panel.installsOf(serverId)
  if (open.some(({ status }) => status === 'running')) return
  const next = open.find(({ status }) => status === 'queued')
  if (!next) return
  const started = { ...next, status: 'running' as const, startedAt: panel.stamp(), updatedAt: panel.stamp() }
  panel.installs.put(String(next.id), started)
  const server = panel.servers.get(String(serverId))
  if (server) panel.saveServer({ ...server, isPoweredOn: true })
  const fullMs = durationMs(panel.kit, next.profileId)
  if (next.isStuck) return
  const delayMs = next.willFail ? (fullMs * STOPS_AT_PERCENT) / 100 : fullMs
  panel.kit.timers.schedule(TIMER, { installId: next.id }, { delayMs, key: String(next.id) })
}

function finish(panel: Installation, installId: number): void {
  const install = panel.installs.get(String(installId))
  // No longer tracked: the machine went on by itself, and nobody knows.
  if (!install || install.status !== 'running') return
  if (install.willFail) {
    panel.installs.put(String(installId), { ...install, status: 'failed', updatedAt: panel.stamp() })
    startNext(panel, install.serverId)
    return
  }
  panel.installs.remove(String(installId))
  const server = panel.servers.get(String(install.serverId))
  if (server) panel.saveServer(installed(server, install))
  startNext(panel, install.serverId)
}

function installed(server: ServerRecord, install: InstallRecord): ServerRecord {
  if (isFormatting(install.profileId)) {
    return { ...server, dataOfClientId: null, profileId: null, passwordSha256: null }
  }
  return {
    ...server,
    profileId: install.profileId,
    passwordSha256: install.passwordSha256,
    dataOfClientId: install.clientId,
    isPoweredOn: true,
  }
}

export function progressOf(
  panel: Installation,
  install: InstallRecord
): { percent: number; updatedAt: string } {
  if (install.status === 'queued' || !install.startedAt) return { percent: 0, updatedAt: install.updatedAt }
  if (install.status === 'failed' || install.isStuck) {
    return { percent: install.percentAtStop, updatedAt: install.updatedAt }
  }
  const passedMs = panel.kit.nowMs() - Date.parse(install.startedAt)
  const percent = Math.floor((passedMs / Math.max(1, durationMs(panel.kit, install.profileId))) * 100)
  return { percent: Math.min(99, Math.max(1, percent)), updatedAt: panel.stamp() }
}

export function isFormatting(profileId: number): boolean {
  return PROFILES.find(({ id }) => id === profileId)?.isFormat ?? false
}

/** Stops the tracking of everything that runs on a machine that is given back. */
export function forgetInstalls(panel: Installation, serverId: number): void {
  for (const install of panel.installsOf(serverId)) {
    panel.installs.remove(String(install.id))
    panel.kit.timers.cancel(TIMER, String(install.id))
  }
}

function durationMs(kit: Kit, profileId: number): number {
  return isFormatting(profileId)
    ? durationOf(kit, 'SANDBOX_TASK_MS', FORMAT_MS_DEFAULT)
    : durationOf(kit, 'SANDBOX_BUILD_MS', INSTALL_MS_DEFAULT)
}

export function durationOf(kit: Kit, name: string, fallback: number): number {
  const value = Number(kit.settings.env[name] || fallback)
  return Number.isFinite(value) && value >= 0 ? value : fallback
}
