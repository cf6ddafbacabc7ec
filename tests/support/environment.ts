import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const templateName = 'platform_test_template'

// Below those that the system gives to outgoing connections.
const firstPort = 12_000
const ports = 20_000

/**
 * Gives this test process a database of its own, copied in milliseconds from a migrated template on the server that
 * TEST_DATABASE_URL names (a role that may create databases). `npm test` starts that server.
 */
export async function prepareTestEnvironment(): Promise<void> {
  const server = process.env.TEST_DATABASE_URL
  if (!server)
    throw new Error('TEST_DATABASE_URL is not set: run `npm test`, which starts the database server')
  const name = `platform_test_${process.pid}_${randomBytes(3).toString('hex')}`
  Object.assign(process.env, {
    NODE_ENV: 'test',
    PORT: process.env.TEST_PORT ?? String(await findFreePort(firstPort + (process.pid % ports))),
    HOST: '127.0.0.1',
    APP_KEY: 'test-application-key-of-more-than-32-characters',
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    API_REQUESTS_PER_MINUTE: '100000',
    API_REQUESTS_PER_MINUTE_AND_ADDRESS: '100000',
    API_REQUESTS_PER_MINUTE_AND_TENANT: '1000000',
    DEAR_REQUESTS_PER_MINUTE: '100000',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal',
    SMTP_URL: process.env.SMTP_URL ?? 'smtp://127.0.0.1:1',
    TEST_DATABASE_NAME: name,
  })
  process.env.PUBLIC_BASE_HOST = `localhost:${process.env.PORT}`
  await onServer(server, async (client) => {
    await ensureTemplate(client, server)
    await client.query(`create database ${name} template ${templateName}`)
  })
  process.env.DATABASE_URL = urlOf(server, name)
  delete process.env.APP_DATABASE_URL
}

/** Process numbers that are 20,000 apart begin with the same port, and other programs listen as well. @returns the first of `port` and the next that nobody has */
export async function findFreePort(port: number): Promise<number> {
  const server = createServer()
  try {
    await once(server.listen({ port, host: '127.0.0.1', exclusive: true }), 'listening')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return findFreePort(port + 1)
  }
  await new Promise((resolve) => server.close(resolve))
  return port
}

const dropTriesMax = 240

/** The server's own clean-up may be looking at it just then: nobody but a superuser may end that, and it ends by itself. */
export async function dropTestDatabase(): Promise<void> {
  const name = process.env.TEST_DATABASE_NAME!
  await onServer(process.env.TEST_DATABASE_URL!, async (client) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await client.query(`drop database if exists ${name} with (force)`)
      } catch (error) {
        const isHeld = (error as { code?: string }).code === '42501'
        if (!isHeld || tries === dropTriesMax) throw error
        await pause(250)
      }
    }
  })
}

/** One process makes the template, others wait; it is made anew when the migrations differ. */
async function ensureTemplate(client: pg.Client, server: string): Promise<void> {
  const { migrate, migrationsFingerprint } = await import('../../app/shared/database/migrate.js')
  const fingerprint = await migrationsFingerprint()
  await client.query('select pg_advisory_lock(727272)')
  const { rows } = await client.query(
    `select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1`,
    [templateName]
  )
  if (rows[0]?.comment !== fingerprint) {
    await client.query(`drop database if exists ${templateName} with (force)`)
    await client.query(`create database ${templateName}`)
    const result = await migrate(urlOf(server, templateName))
    if (!result.ok)
      throw new Error(`The test database could not be migrated: ${JSON.stringify(result.error)}`)
    await client.query(`comment on database ${templateName} is '${fingerprint}'`)
  }
  await client.query('select pg_advisory_unlock(727272)')
}

async function onServer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}
