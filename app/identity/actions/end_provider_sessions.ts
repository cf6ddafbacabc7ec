import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { openProvider } from '#app/identity/actions/manage_sign_in_providers'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import { readLogoutToken } from '#app/identity/drivers/openid/logout_token'
import * as sessions from '#app/identity/records/sessions'
import * as providers from '#app/identity/records/sign_in_providers'

export type EndProviderSessionsError = { type: 'provider_not_found' } | { type: 'token_refused' }

/** How far a provider's clock may be behind ours. */
const clockMs = 60_000

/**
 * Somebody signed out at a provider: what they opened with its account here ends as well. Only sessions of before that end, so that a note
 * which comes twice or late ends nothing that began since.
 */
@inject()
export class EndProviderSessions {
  constructor(
    private clock: Clock,
    private signOutOfApplications: SignOutOfApplications
  ) {}

  async execute(providerId: string, token: string): Promise<Result<void, EndProviderSessionsError>> {
    const provider = await inReadTransaction(() => providers.find(providerId))
    if (!provider) return err({ type: 'provider_not_found' })
    const read = await readLogoutToken(openProvider(provider), token, this.clock.wall())
    if (!read.ok) return err({ type: 'token_refused' })
    const { subject, sessionId, saidAt } = read.value
    return inTransaction(async () => {
      const begunBefore = addMilliseconds(saidAt, clockMs)
      const ended = await sessions.endOfProvider({ providerId, subject, sessionId, begunBefore })
      await this.signOutOfApplications.executeOfSessions(
        ended.map(({ user_id: userId, applications }) => ({ userId, clientIds: applications ?? [] }))
      )
      return ok()
    })
  }
}
