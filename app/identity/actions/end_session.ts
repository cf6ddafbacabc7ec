import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import { showSessionId } from '#app/identity/domain/session_id'
import * as sessions from '#app/identity/records/sessions'

export type EndSessionError = { type: 'session_not_found' }

/** Signs a person out of one browser, wherever that browser is, and of the applications that were entered from it. */
@inject()
export class EndSession {
  constructor(private signOutOfApplications: SignOutOfApplications) {}

  async execute(userId: string, shownId: string): Promise<Result<void, EndSessionError>> {
    return inTransaction(async () => {
      const session = (await sessions.listOfUser(userId)).find(({ id }) => showSessionId(id) === shownId)
      if (!session) return err({ type: 'session_not_found' as const })
      const clientIds = await sessions.end(userId, session.id)
      await this.signOutOfApplications.executeOfSessions([{ userId, clientIds }])
      return ok()
    })
  }
}
