import { createHash } from 'node:crypto'

/** How a session is named outside. The id itself is what the cookie holds, so it is never shown: its hash is. */
export function showSessionId(id: string): string {
  return `ses_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`
}
