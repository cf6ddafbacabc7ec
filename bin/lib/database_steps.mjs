import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import pg from 'pg'
import { fingerprint } from './frontend.mjs'
import { applicationProgram, runToEnd } from './programs.mjs'
import { explainDatabaseError } from './outside_database.mjs'
import { meansFullDisk, Refusal } from './refusal.mjs'

/**
 * @typedef {import('./settings.mjs').Environment} Environment
 * @typedef {{ email: string, password: string }} SignIn
 * @typedef {{ customer: SignIn, staff: SignIn }} DemoAccess
 */

/**
 * Runs one operator's command for the set-up; what it says on failure is the sentence.
 * @param {string[]} args @param {Environment} environment
 */
export async function command(args, environment) {
  const { code, output } = await runToEnd({ args: applicationProgram('bin/console.ts', args), environment })
  if (code === 0) return output
  if (meansFullDisk(output))
    throw new Refusal(
      'The database is full because its disk is: free some space and start again; nothing that was saved is lost.'
    )
  throw new Refusal(plain(output) || `"bin/ace ${args.join(' ')}" failed with exit code ${code}.`)
}

/** A command's words without the decoration of a terminal. @param {string} output */
function plain(output) {
  return stripVTControlCharacters(output)
    .replace(/^\[ \w+ \]\s*/gm, '')
    .trim()
}

/**
 * What tells this database from any other and from its own past: its birth, and the migrations it has seen.
 * @param {string} url
 */
export async function databaseIdentity(url) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(identityQuery)
    const { rows: migrations } = rows[0].migrations
      ? await client.query('select * from public.schema_migrations order by 1')
      : { rows: [] }
    return JSON.stringify([rows, migrations])
  } catch (error) {
    throw explainDatabaseError(error, url)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const identityQuery = `
  select oid::text, (select system_identifier::text from pg_control_system()), to_regclass('public.schema_migrations')::text as migrations
  from pg_database where datname = current_database()`

/**
 * Migrates and seeds, or knows that both were done by this very code on this very database.
 * @param {{ environment: Environment, identity: string }} target `identity` changes with the database
 * @returns {Promise<DemoAccess>} who can sign in
 */
export async function migrateAndSeed({ environment, identity }) {
  const file = join(String(environment.VAR_DIR), 'run', 'database.json')
  const record = readRecord(file)
  if (record?.state === stateOf(identity, environment)) return record.access
  rmSync(file, { force: true })
  process.stdout.write('Migrating the database ...\n')
  await command(['migrate'], environment)
  process.stdout.write('Seeding the demo ...\n')
  await command(['demo:seed'], environment)
  const output = await command(['demo:access', '--json'], environment)
  const access = JSON.parse(output.slice(output.indexOf('{')))
  const state = stateOf(await databaseIdentity(String(environment.DATABASE_URL)), environment)
  writeFileSync(file, JSON.stringify({ state, access }), { mode: 0o600 })
  return access
}

/**
 * The demo knows its host names and where its gateway and panels answer, so those settings count as well.
 * @param {string} identity @param {Environment} environment
 */
function stateOf(identity, environment) {
  const seeded = Object.entries(environment).filter(([name]) =>
    /^(SANDBOX_|PUBLIC_BASE_HOST$|PORT$|APP_KEY$|ENCRYPTION_KEYS$)/.test(name)
  )
  const settings = JSON.stringify(seeded.toSorted())
  const code = fingerprint(['database', 'app', 'start', 'config'])
  return createHash('sha256').update(identity).update(settings).update(code).digest('hex')
}

/** @param {string} file @returns {{ state: string, access: DemoAccess } | null} */
function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
