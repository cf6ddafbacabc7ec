import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { queueNames } from '#app/shared/jobs/job'
import { err, ok, type Result } from '#app/shared/result'

const folder = fileURLToPath(new URL('../../../database/migrations/', import.meta.url))

export type MigrateError =
  | { type: 'database_too_new'; unknown: string[] }
  | { type: 'database_too_old'; version: string }
  | { type: 'role_missing'; user: string; isThere: boolean }
  | { type: 'migration_failed'; name: string | null; message: string }

/** Brings a database to this version of the code, as the role that owns it. Repeatable; each file runs once. */
export async function migrate(ownerUrl: string): Promise<Result<{ applied: string[] }, MigrateError>> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 })
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { rows } = await sql<{ version: number; name: string }>`
      select current_setting('server_version_num')::int as version, current_setting('server_version') as name`.execute(
      database
    )
    if (rows[0]!.version < 150_000) return err({ type: 'database_too_old', version: rows[0]!.name })
    const known = await readMigrations()
    const unknown = await listUnknown(database, known)
    if (unknown.length > 0) return err({ type: 'database_too_new', unknown })
    const roleMissing = await findMissingRole(database)
    return roleMissing ? err(roleMissing) : await apply(database, known, ownerUrl)
  } finally {
    await database.destroy()
  }
}

/** Changes whenever a migration file does. */
export async function migrationsFingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(folder)).toSorted()) {
    hash.update(name).update(await readFile(new URL(name, `file://${folder}`)))
  }
  return hash.digest('hex')
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const entries = await Promise.all(
    files.map(async (file): Promise<[string, Migration]> => {
      const text = await readFile(new URL(file, `file://${folder}`), 'utf8')
      return [
        file.replace(/\.sql$/, ''),
        { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) },
      ]
    })
  )
  return Object.fromEntries(entries)
}

/** Migrations that ran here and are not in this version of the code: the database belongs to a newer one. */
async function listUnknown(database: Kysely<unknown>, known: Record<string, Migration>): Promise<string[]> {
  const { rows } = await sql<{ present: boolean }>`
    select to_regclass('public.schema_migrations') is not null as present`.execute(database)
  if (!rows[0]?.present) return []
  const applied = await sql<{ name: string }>`select name from public.schema_migrations`.execute(database)
  return applied.rows.map((row) => row.name).filter((name) => !(name in known))
}

/** The first migration makes the application's role where it may; where it may not, a superuser must have done so. */
async function findMissingRole(database: Kysely<unknown>): Promise<MigrateError | null> {
  const { rows } = await sql<{ name: string; may_create: boolean; is_there: boolean; is_member: boolean }>`
    select current_user::text as name, own.rolsuper or own.rolcreaterole as may_create, role.rolname is not null as is_there,
      coalesce(pg_has_role(current_user, role.oid, 'member'), false) as is_member
    from pg_roles as own left join pg_roles as role on role.rolname = 'platform_app' where own.rolname = current_user`.execute(
    database
  )
  const { name, may_create, is_there, is_member } = rows[0]!
  return may_create || is_member ? null : { type: 'role_missing', user: name, isThere: is_there }
}

async function apply(
  database: Kysely<unknown>,
  known: Record<string, Migration>,
  ownerUrl: string
): Promise<Result<{ applied: string[] }, MigrateError>> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => known },
    migrationTableName: 'schema_migrations',
    migrationLockTableName: 'schema_migrations_lock',
    // Numbers are given when work begins: what is finished later than its neighbour runs after it where the neighbour ran already.
    allowUnorderedMigrations: true,
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) {
    const failed = results.find((result) => result.status === 'Error')
    const message = error instanceof Error ? error.message : String(error)
    return err({ type: 'migration_failed', name: failed?.migrationName ?? null, message })
  }
  await createQueues(ownerUrl, database)
  return ok({ applied: results.map((result) => result.migrationName) })
}

/** pg-boss makes its own tables; the application's role may use them and not change them. */
async function createQueues(ownerUrl: string, database: Kysely<unknown>): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: 'pgboss', supervise: false, schedule: false })
  boss.on('error', () => undefined)
  await boss.start()
  try {
    for (const name of queueNames) {
      const settings = {
        retryLimit: 8,
        retryDelay: 2,
        retryBackoff: true,
        deadLetter: `${name}_dead`,
        expireInSeconds: 300,
      }
      await ensureQueue(boss, `${name}_dead`, {})
      await ensureQueue(boss, name, { ...settings, notify: true })
    }
  } finally {
    await boss.stop({ graceful: false })
  }
  await sql
    .raw(
      `
    grant usage on schema pgboss to platform_app;
    grant select, insert, update, delete on all tables in schema pgboss to platform_app;
    grant usage on all sequences in schema pgboss to platform_app;
    grant execute on all functions in schema pgboss to platform_app;
    grant select on public.schema_migrations to platform_app;
  `
    )
    .execute(database)
}

async function ensureQueue(boss: PgBoss, name: string, settings: object): Promise<void> {
  if (!(await boss.getQueue(name))) await boss.createQueue(name, settings)
}
