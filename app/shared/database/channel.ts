import type { PoolClient } from 'pg'
import { pool } from '#app/shared/database/pool'

const reconnectAfterMs = 1_000

export interface ChannelSubscription {
  stop(): void
}

/** Says a word to all processes that hear a channel; at most 8,000 bytes. Whoever is away never hears it. */
export async function tellChannel(channel: string, text: string): Promise<void> {
  await pool().query({ name: 'tell_channel', text: 'select pg_notify($1, $2)', values: [channel, text] })
}

/**
 * Hears what is said on a channel, and finds its way back after the database was away.
 * @param onOpen whenever it begins to hear: what was said before is lost
 */
export function hearChannel(
  channel: string,
  { onText, onOpen }: { onText: (text: string) => void; onOpen?: () => void }
): ChannelSubscription {
  const state = { client: null as PoolClient | null, isStopped: false }

  async function connect(): Promise<void> {
    if (state.isStopped) return
    try {
      const client = await pool().connect()
      state.client = client
      client.on('notification', (notice) => onText(notice.payload ?? ''))
      client.on('error', () => reconnect(client))
      await client.query(`listen ${channel}`)
      onOpen?.()
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
