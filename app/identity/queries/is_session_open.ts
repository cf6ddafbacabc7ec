import { inReadTransaction } from '#app/shared/database/unit'
import * as sessions from '#app/identity/records/sessions'

/** Whether what was asked for in a session may go on: what a program asked for has none, and needs none. */
export async function isSessionOpen({
  userId,
  session,
}: {
  userId: string
  session: string | null
}): Promise<boolean> {
  return session === null || inReadTransaction(() => sessions.isOpen(userId, session))
}
