import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { showSessionId } from '#app/identity/domain/session_id'
import * as sessions from '#app/identity/records/sessions'

export type EndSessionError = { type: 'session_not_found' }

/** Signs a person out of one browser, wherever that browser is. */
@inject()
export class EndSession {
  async execute(userId: string, shownId: string): Promise<Result<void, EndSessionError>> {
    return inTransaction(async () => {
      const session = (await sessions.listOfUser(userId)).find(({ id }) => showSessionId(id) === shownId)
      if (!session) return err({ type: 'session_not_found' as const })
      await sessions.end(userId, session.id)
      return ok()
    })
  }
}
