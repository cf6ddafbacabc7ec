import type { Kit } from '../core/system.ts'
import type { Params } from './params.ts'
import { recordsIn, type Records } from './records.ts'

export const apiVersion = '2026-10-28.endive'
/** Releases of one name answer alike. An older name would get wrong answers, so it is refused. */
export const knownVersions = ['2026-09-30.endive', apiVersion]

/** The one account of the stand-in: its keys and its records. */
export type Account = {
  kit: Kit
  records: Records
  secretKey: string
  publishableKey: string
}

export function accountFor(kit: Kit): Account {
  const { env } = kit.settings
  return {
    kit,
    records: recordsIn(kit.store),
    secretKey: env.SANDBOX_STRIPE_SECRET_KEY || 'sk_test_sandbox',
    publishableKey: env.SANDBOX_STRIPE_PUBLISHABLE_KEY || 'pk_test_sandbox',
  }
}

/** Who asked for what: everything an endpoint needs to know of its request. */
export type Call = {
  account: Account
  records: Records
  params: Params
  path: Record<string, string>
  /** Asked with the publishable key, that is by a browser. */
  publishable: boolean
  request: { id: string | null; idempotency_key: string | null }
  /** Where a browser reaches this stand-in. */
  baseUrl: string
  now: number
}

/** The call behind work that nobody asked for: timers and the pages a cardholder sees. */
export function callWithin(account: Account, params: Params, baseUrl = ''): Call {
  return {
    account,
    records: account.records,
    params,
    path: {},
    publishable: false,
    request: { id: null, idempotency_key: null },
    baseUrl,
    now: Math.floor(account.kit.nowMs() / 1000),
  }
}
