import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { btcpayKeys } from '#tests/support/btcpay'
import { coinbaseKeys } from '#tests/support/coinbase'
import { paypalKeys } from '#tests/sandbox/paypal/paypal_client'
import { type Sandbox, stripeKeys } from '#tests/support/sandbox'
import type { World } from '#tests/journeys/world'

/**
 * What must stand nowhere as it is: numbers of cards that were entered, keys of gateways and panels, what signs their messages, and what
 * opens a payment in a browser. Sealed values and hashes do not contain them.
 */
const known = [
  '4242424242424242',
  '4000000000000341',
  stripeKeys.secretKey,
  stripeKeys.webhookSecret,
  paypalKeys.clientSecret,
  btcpayKeys.apiKey,
  btcpayKeys.webhookSecret,
  coinbaseKeys.keySecret,
  coinbaseKeys.webhookSecret,
  'sandbox-virtfusion-token',
]
/** What has a form by which it is known, whatever it is. */
const shapes = [
  // The client secret of a payment or set-up: `pi_…_secret_…`.
  '_secret_[A-Za-z0-9]{8,}',
  'whsec_[A-Za-z0-9]{8,}',
  // Keys of another account.
  '(sk|rk)_(test|live)_[A-Za-z0-9]{16,}',
  // A signed token for one call.
  'eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.',
  'Bearer [A-Za-z0-9._-]{20,}',
  // User and password of a call, as they are sent.
  'Basic [A-Za-z0-9+/=]{20,}',
  // What PayPal lets in with for some hours.
  'A21AA[A-Za-z0-9_-]{20,}',
  // Numbers of cards as people write them.
  '4242[ -]4242[ -]4242[ -]4242',
  '4000[ -]0000[ -]0000[ -]0341',
]
/** Bytes are written as hexadecimal digits by the database, and as Base64 by many others; the end depends on what follows. */
const written = known.flatMap((word) => {
  const bytes = Buffer.from(word)
  return [bytes.toString('hex'), bytes.toString('base64').slice(0, Math.floor(bytes.length / 3) * 4)]
})
const words = [...known, ...written].map((word) => word.replaceAll(/[+/.]/g, '\\$&'))
const pattern = [...words, ...shapes].join('|')

/** Where something stands that must stand nowhere, with how often. */
export type Finds = Record<string, number>

/** In tables: of the tenant, with its events, mails, calls and messages of gateways; and of the platform, with sessions and jobs. */
export async function findSecrets(world: World): Promise<Finds> {
  return { ...(await findInTenant(world)), ...(await findInPlatform()) }
}

function findInTenant(world: World): Promise<Finds> {
  return world.read(async () => {
    const { rows: tables } = await sql<{ name: string }>`
      select distinct table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'tenant_id' order by 1`.execute(db)
    const counted = tables.map(
      ({ name }) =>
        sql`select ${name}::text as name, count(*)::int as count from ${sql.table(name)} t where t::text ~ ${pattern}`
    )
    const { rows } = await sql<{ name: string; count: number }>`
      select * from (${sql.join(counted, sql` union all `)}) found where count > 0`.execute(db)
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
  })
}

const platformTables = ['platform.sessions', 'platform.rate_limits', 'platform.sweep_runs', 'pgboss.job']

async function findInPlatform(): Promise<Finds> {
  const counted = platformTables.map(
    (name) => `select '${name}' as name, count(*)::int as count from ${name} t where t::text ~ $1`
  )
  const { rows } = await pool().query<{ name: string; count: number }>(
    `select * from (${counted.join(' union all ')}) found where count > 0`,
    [pattern]
  )
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

/** In everything that the sandbox shows: its console, what it tells tests of each system, its list of calls; and in mails as they came. */
export async function findSecretsOutside({ url }: Sandbox): Promise<Finds> {
  // The sheet of cards that the console offers to try is no card that anybody entered.
  const read = async (path: string) =>
    (await (await fetch(url + path)).text()).replaceAll(/data-copy="\d+">\s*<code>[\d ]+<\/code>/g, '')
  const systems = (JSON.parse(await read('/_systems')) as { name: string }[]).map(({ name }) => name)
  const paths = [
    '/',
    '/requests',
    '/faults',
    '/mail',
    ...systems.flatMap((name) => [
      `/systems/${name}`,
      `/requests?system=${name}`,
      `/_state/${name}`,
      `/_requests/${name}?limit=500`,
    ]),
  ]
  const finds: Finds = {}
  for (const path of paths) Object.assign(finds, findIn(path, await read(path)))
  return { ...finds, ...findIn('mails', await read('/_mail/messages?limit=500')) }
}

/** In a text: a log, a page, an answer. */
export function findIn(place: string, text: string): Finds {
  const count = [...text.matchAll(new RegExp(pattern, 'g'))].length
  return count === 0 ? {} : { [place]: count }
}
