import type { PoolClient } from 'pg'
import logger from '@adonisjs/core/services/logger'
import { pool } from '#app/shared/database/pool'
import { listenLive } from '#app/shared/events/live'

/** What travels between processes when facts were committed: names only, never content. */
export interface LiveFacts {
  tenantId: string
  customerIds: string[]
  events: string[]
}

const channel = 'live_facts'
// A notification holds 8,000 bytes.
const customersPerNotice = 100
const reconnectAfterMs = 1_000

/** Tells every process that facts were committed here. Nothing depends on it: who misses it asks again by polling. */
export function announceFacts(): void {
  listenLive((tenantId, customerIds, events) => {
    const customers = customerIds.filter((id) => id !== null)
    for (let start = 0; start === 0 || start < customers.length; start += customersPerNotice) {
      const facts: LiveFacts = {
        tenantId,
        customerIds: customers.slice(start, start + customersPerNotice),
        events,
      }
      pool()
        .query('select pg_notify($1, $2)', [channel, JSON.stringify(facts)])
        .catch((error) => logger.warn({ err: error }, 'Live pages were not told'))
    }
  })
}

export interface FactsSubscription {
  stop(): void
}

/** Hears what all processes announce, and finds its way back after the database was away. */
export function hearFacts(onFacts: (facts: LiveFacts) => void): FactsSubscription {
  const state = { client: null as PoolClient | null, isStopped: false }

  async function connect(): Promise<void> {
    if (state.isStopped) return
    try {
      const client = await pool().connect()
      state.client = client
      client.on('notification', (notice) => onFacts(JSON.parse(notice.payload ?? '{}') as LiveFacts))
      client.on('error', () => reconnect(client))
      await client.query(`listen ${channel}`)
    } catch {
      reconnect(state.client)
    }
  }

  function reconnect(client: PoolClient | null): void {
    if (client && client === state.client) client.release(true)
    state.client = null
    if (!state.isStopped) setTimeout(() => void connect(), reconnectAfterMs).unref()
  }

  void connect()
  return {
    stop() {
      state.isStopped = true
      state.client?.release(true)
      state.client = null
    },
  }
}
