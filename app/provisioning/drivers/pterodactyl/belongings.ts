import { err, ok } from '#app/shared/result'
import type {
  DatabaseSecret,
  PanelGroups,
  PanelResult,
  ServerDatabase,
} from '#app/provisioning/drivers/contract'
import type { PterodactylApi } from '#app/provisioning/drivers/pterodactyl/api'
import { done, withinServer } from '#app/provisioning/drivers/pterodactyl/running'
import type {
  Item,
  PterodactylDatabase,
  PterodactylSchedule,
} from '#app/provisioning/drivers/pterodactyl/shapes'

/** Reachable from everywhere: a server's own address is not known to its database host. */
const fromAnywhere = '%'

/** Databases and schedules, on the client interface. Passwords are there only where one was made, or where they are asked for. */
export function belongingsOf(api: PterodactylApi): Pick<PanelGroups, 'databases' | 'schedules'> {
  return {
    databases: {
      listDatabases: (reference) =>
        withinServer(api, reference, async (base) => {
          const rows = await api.list<PterodactylDatabase>(`${base}/databases`)
          return rows.ok ? ok(rows.value.map(readDatabase)) : rows
        }),
      createDatabase: (reference, name) =>
        withinServer(api, reference, (base) =>
          withSecret(api, `${base}/databases`, { database: name, remote: fromAnywhere })
        ),
      resetDatabasePassword: (reference, database) =>
        withinServer(api, reference, (base) =>
          withSecret(api, `${base}/databases/${encodeURIComponent(database)}/rotate-password`, {})
        ),
      removeDatabase: (reference, database) =>
        withinServer(api, reference, async (base) =>
          done(await api.call('DELETE', `${base}/databases/${encodeURIComponent(database)}`))
        ),
    },
    schedules: {
      listSchedules: (reference) =>
        withinServer(api, reference, async (base) => {
          const rows = await api.list<PterodactylSchedule>(`${base}/schedules`)
          return rows.ok ? ok(rows.value.map(readSchedule)) : rows
        }),
    },
  }
}

async function withSecret(api: PterodactylApi, path: string, body: object): PanelResult<DatabaseSecret> {
  const made = await api.onServer<Item<PterodactylDatabase>>('POST', path, body)
  if (!made.ok) return made
  const password = made.value.attributes.relationships?.password?.attributes.password
  return password
    ? ok({ database: readDatabase(made.value.attributes), password })
    : err({ type: 'unknown', message: 'The panel answered without the password of the database.' })
}

function readDatabase({ id, name, host, username, connections_from }: PterodactylDatabase): ServerDatabase {
  return {
    reference: String(id),
    name,
    host: host.address,
    port: host.port,
    user: username,
    from: connections_from,
  }
}

function readSchedule({ name, cron, is_active, last_run_at, next_run_at }: PterodactylSchedule) {
  const { minute, hour, day_of_month, month, day_of_week } = cron
  return {
    name,
    cron: [minute, hour, day_of_month, month, day_of_week].join(' '),
    isActive: is_active,
    lastRunAt: last_run_at,
    nextRunAt: next_run_at,
  }
}
