import { randomBytes } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { recordsIn, type Records } from './records.ts'

export const serverVersion = '2.4.1'
export const apiPath = '/btcpay/api/v1'

/** The one store of the stand-in, its key and everything it holds. */
export type Shop = { kit: Kit; records: Records; storeId: string; apiKey: string; blockMs: number }

export function shopFor(kit: Kit): Shop {
  const { env } = kit.settings
  return {
    kit,
    records: recordsIn(kit.store),
    storeId: env.SANDBOX_BTCPAY_STORE_ID || 'SandboxStore9uYbHqX4wTz2LmR6vKdPfGsNcAeJ3o1',
    apiKey: env.SANDBOX_BTCPAY_API_KEY || '5a17b0c7f2e94d8396c1a0de4b7783f15c62aa90',
    blockMs: Number(env.SANDBOX_BTCPAY_BLOCK_MS ?? 15_000),
  }
}

export function nowSeconds({ kit }: Shop): number {
  return Math.floor(kit.nowMs() / 1000)
}

const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

export function newId(length = 22): string {
  return [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('')
}

export const permissions = [
  'btcpay.store.cancreateinvoice',
  'btcpay.store.canviewinvoices',
  'btcpay.store.canmodifyinvoices',
  'btcpay.store.webhooks.canmodifywebhooks',
  'btcpay.store.canmanagepullpayments',
  'btcpay.store.canviewstoresettings',
]
