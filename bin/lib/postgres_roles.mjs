import pg from 'pg'
import { Refusal } from './refusal.mjs'

const extensions = ['citext', 'pg_trgm', 'unaccent', 'btree_gist', 'pgcrypto']

/**
 * @typedef {import('./secrets.mjs').Secrets} Secrets
 * @typedef {{ ownerUrl: string, appUrl: string }} DatabaseUrls
 */

/**
 * The two roles and the database inside an embedded cluster: the owner migrates, the application owns nothing and
 * cannot pass row level security. Repeatable, and cheap enough for every start.
 * @param {{ port: number, database: string, secrets: Secrets }} target
 * @returns {Promise<DatabaseUrls>}
 */
export async function prepareDatabase({ port, database, secrets }) {
  await asSuperuser({ port, database: 'template1', secrets }, async (client) => {
    await ensureRole(client, 'platform_owner', secrets.databaseOwnerPassword)
    await ensureRole(client, 'platform_app', secrets.databaseAppPassword)
    // As with a DATABASE_URL alone, the owner may become the application's role.
    await client.query('grant platform_app to platform_owner')
    for (const extension of extensions) await client.query(`create extension if not exists ${extension}`)
  })
  await asSuperuser({ port, database: 'postgres', secrets }, (client) => ensureDatabase(client, database))
  return urlsFor({ port, database, secrets })
}

/**
 * @param {{ port: number, database: string, secrets: Secrets }} target
 * @returns {DatabaseUrls}
 */
export function urlsFor({ port, database, secrets }) {
  const place = `127.0.0.1:${port}/${database}`
  return {
    ownerUrl: `postgres://platform_owner:${secrets.databaseOwnerPassword}@${place}`,
    appUrl: `postgres://platform_app:${secrets.databaseAppPassword}@${place}`,
  }
}

/**
 * @template Value
 * @param {{ port: number, database: string, secrets: Secrets }} target
 * @param {(client: pg.Client) => Promise<Value>} work
 */
export async function asSuperuser({ port, database, secrets }, work) {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    database,
    user: 'postgres',
    password: secrets.databaseSuperuserPassword,
  })
  // A server that stops ends this connection its own way; the query at hand reports it.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') {
      throw new Refusal(
        'The passwords in secrets.json are not those of the database beside it: restore secrets.json from a backup, or move the whole folder away to begin again with an empty demo.'
      )
    }
    throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** @param {pg.Client} client @param {string} name @param {string} password */
async function ensureRole(client, name, password) {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  const attributes = `login nosuperuser nobypassrls nocreaterole createdb password ${client.escapeLiteral(password)}`
  const mayCreate = name === 'platform_owner' ? attributes : attributes.replace('createdb', 'nocreatedb')
  await client.query(`${rowCount ? 'alter' : 'create'} role ${name} ${mayCreate}`)
}

/** @param {pg.Client} client @param {string} name */
async function ensureDatabase(client, name) {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)} owner platform_owner`)
}
