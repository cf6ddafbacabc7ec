import { randomBytes } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { recordsIn, type Link, type Records } from './records.ts'

/** The one business account of the stand-in, and the REST app that speaks for it. */
export type Account = {
  kit: Kit
  records: Records
  clientId: string
  clientSecret: string
  merchantId: string
}

export function accountFor(kit: Kit): Account {
  const { env } = kit.settings
  return {
    kit,
    records: recordsIn(kit.store),
    clientId: env.SANDBOX_PAYPAL_CLIENT_ID || 'sandbox-paypal-client',
    clientSecret: env.SANDBOX_PAYPAL_CLIENT_SECRET || 'sandbox-paypal-secret',
    merchantId: 'SANDBOXSHOP01',
  }
}

/** What an endpoint needs to know of its request. */
export type Call = {
  account: Account
  records: Records
  path: Record<string, string>
  query: URLSearchParams
  /** The JSON body; an empty object where there was none. */
  body: Record<string, unknown>
  /** Names of uploaded files, where the request was a form of parts. */
  files: string[]
  rawBody: string
  /** Where callers reach this stand-in: its interface, its pages and its certificates. */
  baseUrl: string
  requestId: string | null
  now: string
}

/** The call behind work that nobody asked for: timers, levers, the pages that payers see. */
export function callWithin(account: Account, baseUrl = ownUrl(account)): Call {
  return {
    account,
    records: account.records,
    path: {},
    query: new URLSearchParams(),
    body: {},
    files: [],
    rawBody: '',
    baseUrl,
    requestId: null,
    now: timestamp(account.kit.nowMs()),
  }
}

/** Where this process is reached by other processes: timers have no request that would tell. */
export function ownUrl({ kit: { settings } }: Account): string {
  const isEverywhere = settings.host === '0.0.0.0' || settings.host === '::'
  return `http://${isEverywhere ? '127.0.0.1' : settings.host}:${settings.port}/paypal`
}

/** PayPal tells times to the second. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

const letters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Seventeen capitals and digits, as PayPal's transaction and order ids. */
export function newId(length = 17): string {
  return [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('')
}

export function newDebugId(): string {
  return randomBytes(7).toString('hex').slice(0, 13)
}

export function link(baseUrl: string, path: string, rel: string, method = 'GET'): Link {
  return { href: `${baseUrl}${path}`, rel, method }
}
