/** What belongs to a server: its databases (on both interfaces) and its backups. */
import { randomUUID } from 'node:crypto'
import { includesOf } from './catalogue_routes.ts'
import { usableServer } from './client_routes.ts'
import { type Item, listOf, paginate } from './pages.ts'
import { newPassword, type Panel } from './panel.ts'
import { presentDatabase } from './present.ts'
import type { BackupRecord, DatabaseRecord, ServerRecord } from './records.ts'
import { displayed, invalidField, notFound, Refusal } from './refusal.ts'
import { type Answer, type Call, noContent, ok, type Router } from './routing.ts'
import { validateBody } from './rules.ts'
import { startBackup, startRestore } from './tasks.ts'

/** Two backups of one server within this time are one too many. */
const BACKUPS_WITHIN_MS = 600_000
const BACKUPS_WITHIN_MAX = 2
const DATABASE_RULES = {
  database: 'required|alpha_dash|min:1|max:48',
  remote: 'required|string|regex:/^[\\w\\-\\/.%:]+$/',
}

export function registerBelongings(router: Router): void {
  registerDatabases(router)
  registerBackups(router)
}

function registerDatabases(router: Router): void {
  const base = '/servers/:id/databases'
  router.application('GET', base, (panel, call) => {
    const { id } = panel.findServer(call.params.id)
    return ok(listOf(databasesOf(panel, id).map((row) => presentDatabase(row, includesOf(call)))))
  })
  router.application('POST', base, (panel, call) => {
    const database = addDatabase(panel, panel.findServer(call.params.id), call)
    return ok(presentDatabase(database, includesOf(call)), 201)
  })
  router.application('POST', `${base}/:database/reset-password`, (panel, call) => {
    const row = databaseOf(panel, panel.findServer(call.params.id), call)
    panel.databases.put(String(row.id), { ...row, password: newPassword() })
    return noContent
  })
  router.application('DELETE', `${base}/:database`, (panel, call) => {
    panel.databases.remove(String(databaseOf(panel, panel.findServer(call.params.id), call).id))
    return noContent
  })
  const own = '/servers/:server/databases'
  router.client('GET', own, (panel, call) => {
    const server = usableServer(panel, call)
    return ok(listOf(databasesOf(panel, server.id).map((row) => presentOwn(row, includesOf(call)))))
  })
  router.client('POST', own, (panel, call) => {
    const row = addDatabase(panel, usableServer(panel, call), call)
    return ok(presentOwn(row, new Set(['password'])))
  })
  router.client('POST', `${own}/:database/rotate-password`, (panel, call) => {
    const row = databaseOf(panel, usableServer(panel, call), call)
    const changed = panel.databases.put(String(row.id), { ...row, password: newPassword() })
    return ok(presentOwn(changed, new Set(['password'])))
  })
  router.client('DELETE', `${own}/:database`, (panel, call) => {
    panel.databases.remove(String(databaseOf(panel, usableServer(panel, call), call).id))
    return noContent
  })
}

function addDatabase(panel: Panel, server: ServerRecord, call: Call): DatabaseRecord {
  const body = validateBody(call.body, DATABASE_RULES)
  const limit = server.featureLimits.databases
  const rows = databasesOf(panel, server.id)
  if (limit !== null && rows.length >= limit) {
    throw displayed('TooManyDatabasesException', 'Operation aborted: creating a new database would put this server over the defined limit.')
  } // prettier-ignore
  const name = `s${server.id}_${body.database}`
  if (rows.some((row) => row.name === name))
    throw invalidField('database', 'unique', 'The database has already been taken.')
  const id = panel.nextId('database')
  const username = `u${server.id}_${randomUUID().slice(0, 10).replace('-', '')}`
  const fields = { serverId: server.id, name, username, remote: String(body.remote), maxConnections: 0 }
  const row = { id, ...fields, password: newPassword(), createdAt: panel.stamp() }
  return panel.databases.insert(String(id), row)
}

function databasesOf(panel: Panel, serverId: number): DatabaseRecord[] {
  return panel.databases.list({ filter: (row) => row.serverId === serverId })
}

function databaseOf(panel: Panel, server: ServerRecord, call: Call): DatabaseRecord {
  const row = databasesOf(panel, server.id).find(({ id }) => String(id) === call.params.database)
  if (!row) throw notFound()
  return row
}

function presentOwn(row: DatabaseRecord, includes: Set<string>): Item {
  const { relationships } = presentDatabase(row, includes).attributes
  return {
    object: 'server_database',
    attributes: {
      id: String(row.id),
      host: { address: 'db.example.test', port: 3306 },
      name: row.name,
      username: row.username,
      connections_from: row.remote,
      max_connections: row.maxConnections,
      ...(relationships ? { relationships } : {}),
    },
  }
}

function registerBackups(router: Router): void {
  const base = '/servers/:server/backups'
  router.client('GET', base, (panel, call) => {
    const rows = backupsOf(panel, usableServer(panel, call))
    return ok(paginate(rows, call, presentBackup, { perPage: 20, perPageMax: 50 }))
  })
  router.client('POST', base, makeBackup)
  router.client('GET', `${base}/:backup`, (panel, call) => ok(presentBackup(backupOf(panel, call))))
  router.client('GET', `${base}/:backup/download`, (panel, call) => {
    const backup = backupOf(panel, call)
    if (!backup.isSuccessful) throw displayed('BadRequestHttpException', 'The backup is not available.')
    const url = `${call.origin}/pterodactyl/wings/download/backup?token=${backup.uuid}`
    return ok({ object: 'signed_url', attributes: { url } })
  })
  router.client('POST', `${base}/:backup/lock`, (panel, call) => {
    const backup = backupOf(panel, call)
    return ok(presentBackup(panel.backups.put(backup.uuid, { ...backup, isLocked: !backup.isLocked })))
  })
  router.client('POST', `${base}/:backup/restore`, (panel, call) => {
    const server = usableServer(panel, call)
    const backup = backupOf(panel, call)
    validateBody(call.body, { truncate: 'required|boolean' })
    if (!backup.isSuccessful)
      throw displayed('BadRequestHttpException', 'This backup cannot be restored at this time: not completed or failed.') // prettier-ignore
    startRestore(panel, server)
    return noContent
  })
  router.client('DELETE', `${base}/:backup`, (panel, call) => {
    const backup = backupOf(panel, call)
    if (backup.isLocked)
      throw displayed('BackupLockedException', 'Cannot delete a backup that is marked as locked.')
    panel.backups.remove(backup.uuid)
    return noContent
  })
}

function makeBackup(panel: Panel, call: Call): Answer {
  const server = usableServer(panel, call)
  const body = validateBody(call.body, {
    name: 'nullable|string|max:191',
    ignored: 'nullable|string',
    is_locked: 'nullable|boolean',
  })
  const rows = backupsOf(panel, server)
  const limit = server.featureLimits.backups
  if (limit !== null && rows.length >= limit) {
    throw displayed('TooManyBackupsException', `Cannot create a new backup, this server has reached its limit of ${limit} backups.`)
  } // prettier-ignore
  const since = panel.kit.nowMs() - BACKUPS_WITHIN_MS
  if (rows.filter(({ createdAt }) => Date.parse(createdAt) > since).length >= BACKUPS_WITHIN_MAX) {
    throw new Refusal(429, [
      {
        code: 'TooManyRequestsHttpException',
        detail: 'Only 2 backups may be generated within a 600 second span of time.',
      },
    ])
  }
  const backup: BackupRecord = {
    uuid: randomUUID(),
    serverId: server.id,
    name: typeof body.name === 'string' && body.name ? body.name : `Backup at ${panel.stamp()}`,
    ignoredFiles: typeof body.ignored === 'string' ? body.ignored.split('\n').filter(Boolean) : [],
    isLocked: Boolean(body.is_locked),
    isSuccessful: false,
    checksum: null,
    bytes: 0,
    createdAt: panel.stamp(),
    completedAt: null,
  }
  panel.backups.insert(backup.uuid, backup)
  startBackup(panel, backup.uuid)
  return ok(presentBackup(backup))
}

function backupsOf(panel: Panel, server: ServerRecord): BackupRecord[] {
  return panel.backups.list({ filter: (row) => row.serverId === server.id, newestFirst: true })
}

function backupOf(panel: Panel, call: Call): BackupRecord {
  const backup = backupsOf(panel, usableServer(panel, call)).find(({ uuid }) => uuid === call.params.backup)
  if (!backup) throw notFound()
  return backup
}

function presentBackup(row: BackupRecord): Item {
  return {
    object: 'backup',
    attributes: {
      uuid: row.uuid,
      is_successful: row.isSuccessful,
      is_locked: row.isLocked,
      name: row.name,
      ignored_files: row.ignoredFiles,
      checksum: row.checksum,
      bytes: row.bytes,
      created_at: row.createdAt,
      completed_at: row.completedAt,
    },
  }
}
