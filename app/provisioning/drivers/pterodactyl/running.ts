import { err, ok } from '#app/shared/result'
import type { PanelGroups, PanelResult, PowerAction, UsageMeasure } from '#app/provisioning/drivers/contract'
import type { PterodactylApi } from '#app/provisioning/drivers/pterodactyl/api'
import type {
  Item,
  PterodactylBackup,
  PterodactylServer,
  PterodactylUsage,
} from '#app/provisioning/drivers/pterodactyl/shapes'

const signals: Record<PowerAction, string> = {
  boot: 'start',
  shutdown: 'stop',
  restart: 'restart',
  poweroff: 'kill',
}

/** The daemon counts memory in decimal megabytes and disks in binary ones. */
const memoryUnit = 1_000_000
const diskUnit = 1_048_576
const millisecondsPerSecond = 1000

type Running = Pick<
  PanelGroups,
  'power' | 'console' | 'usage' | 'backupList' | 'backupCreation' | 'backupRestore' | 'backupRemoval'
>

/** What is asked of a running server, on the client interface: there it is known by its short id. */
export function runningOf(api: PterodactylApi): Running {
  const within = <T>(
    reference: string,
    run: (base: string, server: PterodactylServer) => PanelResult<T>
  ): PanelResult<T> => withinServer(api, reference, run)
  return {
    power: {
      switchPower: (reference, action) =>
        within(reference, async (base) =>
          done(await api.onServer('POST', `${base}/power`, { signal: signals[action] }))
        ),
    },
    console: {
      openConsole: (reference) =>
        within(reference, async (base) => {
          type Ticket = { data?: { token?: string; socket?: string } }
          const answer = await api.onServer<Ticket>('GET', `${base}/websocket`)
          if (!answer.ok) return answer
          const { token, socket } = answer.value.data ?? {}
          if (!token || !socket || !/^wss?:\/\//.test(socket)) {
            return err({ type: 'misconfigured', message: 'The panel answered without a ticket.' })
          }
          // Daemons admit the panel's own pages only.
          return ok({ kind: 'websocket', url: socket, password: '', token, origin: new URL(api.root).origin })
        }),
    },
    usage: {
      readUsage: (reference) =>
        within(reference, async (base, { limits }) => {
          const usage = await api.onServer<Item<PterodactylUsage>>('GET', `${base}/resources`)
          return usage.ok ? ok(measuresOf(usage.value.attributes, limits)) : usage
        }),
    },
    backupList: {
      listBackups: (reference) =>
        within(reference, async (base) => {
          const backups = await api.list<PterodactylBackup>(`${base}/backups`)
          if (!backups.ok) return backups
          return ok(
            backups.value.map((backup) => ({
              reference: backup.uuid,
              name: backup.name,
              state: stateOf(backup),
              sizeBytes: backup.completed_at ? backup.bytes : null,
              createdAt: backup.created_at,
            }))
          )
        }),
    },
    backupCreation: {
      createBackup: (reference, name) =>
        within(reference, async (base) => {
          const made = await api.onServer<Item<PterodactylBackup>>('POST', `${base}/backups`, { name })
          return made.ok ? ok({ reference: made.value.attributes.uuid }) : made
        }),
    },
    backupRestore: {
      /** What was written since stays where the copy says nothing of it. */
      restoreBackup: (reference, backup) =>
        within(reference, async (base) =>
          done(await api.call('POST', `${base}/backups/${backup}/restore`, { truncate: false }))
        ),
    },
    backupRemoval: {
      removeBackup: (reference, backup) =>
        within(reference, async (base) => done(await api.call('DELETE', `${base}/backups/${backup}`))),
    },
  }
}

/** The path of a server on the client interface; looked up each time, because a reference is the panel's number. */
export async function withinServer<T>(
  api: PterodactylApi,
  reference: string,
  run: (base: string, server: PterodactylServer) => PanelResult<T>
): PanelResult<T> {
  const server = await api.onServer<Item<PterodactylServer>>('GET', `/application/servers/${reference}`)
  if (!server.ok) return server
  const { attributes } = server.value
  return run(`/client/servers/${attributes.identifier}`, attributes)
}

export function done<E>(answer: { ok: true; value: unknown } | { ok: false; error: E }) {
  return answer.ok ? ok() : err(answer.error)
}

function stateOf({ completed_at, is_successful }: PterodactylBackup) {
  if (completed_at === null) return 'running'
  return is_successful ? 'done' : 'failed'
}

/** A limit of 0 means that there is none. Traffic is counted from the last start on, which is no figure to bill or show. */
function measuresOf(
  { resources }: PterodactylUsage,
  { memory, disk, cpu }: PterodactylServer['limits']
): UsageMeasure[] {
  return [
    { name: 'memory', used: resources.memory_bytes, limit: memory ? memory * memoryUnit : null, unit: 'bytes', period: null },
    { name: 'storage', used: resources.disk_bytes, limit: disk ? disk * diskUnit : null, unit: 'bytes', period: null },
    { name: 'cpu', used: Math.round(resources.cpu_absolute), limit: cpu || null, unit: 'percent', period: null },
    { name: 'uptime', used: Math.floor(resources.uptime / millisecondsPerSecond), limit: null, unit: 'seconds', period: null },
  ] // prettier-ignore
}
