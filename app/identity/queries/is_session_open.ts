import { inReadTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import * as apiTokens from '#app/identity/records/api_tokens'
import * as sessions from '#app/identity/records/sessions'

const clock = new Clock()

/** Whether what was asked for may go on: in a session that is still there, or with a token that still opens something. */
export function isSessionOpen({
  userId,
  session,
  tokenId,
}: {
  userId: string
  session: string | null
  tokenId: string | null
}): Promise<boolean> {
  return inReadTransaction(async () => {
    if (session !== null) return sessions.isOpen(userId, session)
    const token = tokenId === null ? undefined : await apiTokens.find(tokenId)
    return token !== undefined && !token.revoked_at && !(token.expires_at && token.expires_at <= clock.now())
  })
}
