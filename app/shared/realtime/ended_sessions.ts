import { createHash } from 'node:crypto'
import { type ChannelSubscription, hearChannel } from '#app/shared/database/channel'

/** Named in the trigger on `platform.sessions`. */
const channel = 'session_ended'
const held = new Map<string, Set<() => void>>()

/** By what a session is known here: its id is what the cookie holds, and is told to nobody. */
export function markOfSession(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}

/**
 * Closes a connection that stays open when the session in which it was asked for ends, in whatever process it is ended.
 * @param mark null for whoever came without a session: a program
 * @returns what to call when the connection closed by itself
 */
export function endWithSession(mark: string | null, close: () => void): () => void {
  if (mark === null) return () => undefined
  const closers = held.get(mark) ?? new Set()
  held.set(mark, closers.add(close))
  return () => {
    closers.delete(close)
    if (closers.size === 0) held.delete(mark)
  }
}

/** Hears of sessions that end. What was said while the database was away is lost, so everybody is asked to come again after that. */
export function hearEndedSessions(): ChannelSubscription {
  return hearChannel(channel, {
    onText: closeAll,
    onOpen: () => [...held.keys()].forEach(closeAll),
  })
}

function closeAll(mark: string): void {
  for (const close of held.get(mark) ?? []) close()
}
