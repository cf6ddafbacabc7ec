import { inReadTransaction } from '#app/shared/database/unit'
import * as sessions from '#app/identity/records/sessions'

/** In which browsers is this person signed in? */
export function listSessions(userId: string): Promise<sessions.SessionRow[]> {
  return inReadTransaction(() => sessions.listOfUser(userId))
}
