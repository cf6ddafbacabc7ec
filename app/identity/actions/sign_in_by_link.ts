import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { hashLinkToken, isLinkOpen } from '#app/identity/domain/email_link'
import { type SignInStep, stepAfterPassword } from '#app/identity/domain/sign_in_step'
import { findFactors } from '#app/identity/queries/find_factors'
import * as emailLinks from '#app/identity/records/email_links'
import * as memberships from '#app/identity/records/memberships'
import * as users from '#app/identity/records/users'

export type SignInByLinkError = { type: 'link_unusable' }

/** Uses a mailed link in the place of a password. A second factor is asked for all the same. */
@inject()
export class SignInByLink {
  constructor(private clock: Clock) {}

  /** @param rpId the host name, under which a passkey may have been made */
  execute({
    token,
    rpId,
  }: {
    token: string
    rpId: string
  }): Promise<Result<{ user: users.User; step: SignInStep }, SignInByLinkError>> {
    return inTransaction(async () => {
      const link = await emailLinks.lockByHash(hashLinkToken(token))
      const now = this.clock.now()
      if (link?.purpose !== 'sign_in' || !isLinkOpen(link, now))
        return err({ type: 'link_unusable' as const })
      const user = await users.lock(link.user_id)
      const mayEnter = user && !user.disabled_at && user.email_verified_at && user.email === link.email
      if (!mayEnter || (await memberships.listOfUser(user.id)).length === 0)
        return err({ type: 'link_unusable' as const })
      await emailLinks.useUp(user.id, ['sign_in'], now)
      const factors = await findFactors(user.id, rpId)
      const situation = {
        kind: 'customer',
        factors,
        isTrustedBrowser: false,
        staffSecondFactor: 'required',
      } as const
      return ok({ user, step: stepAfterPassword(situation) })
    })
  }
}
