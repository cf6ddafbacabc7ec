import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import * as apiTokens from '#app/identity/records/api_tokens'
import * as linkedSignIns from '#app/identity/records/linked_sign_ins'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as oauthConsents from '#app/identity/records/oauth_consents'
import * as passkeys from '#app/identity/records/passkeys'
import * as recoveryCodes from '#app/identity/records/recovery_codes'
import * as totpFactors from '#app/identity/records/totp_factors'

/**
 * Takes away every key to a person's account that was made since an instant, or ever (null): passkeys, authenticator app with its recovery
 * codes, API tokens, links to accounts elsewhere, applications that were allowed in, and trust in browsers. For when somebody else may have made them.
 */
@inject()
export class ClearAccess {
  constructor(
    private signOutOfApplications: SignOutOfApplications,
    private clock: Clock
  ) {}

  async execute({ userId, since }: { userId: string; since: Date | null }): Promise<void> {
    await inTransaction(async () => {
      await passkeys.removeSince(userId, since)
      await totpFactors.removeSince(userId, since)
      await recoveryCodes.removeSince(userId, since)
      await apiTokens.revokeSince(userId, since, this.clock.now())
      await linkedSignIns.removeSince(userId, since)
      await oauthConsents.removeSince(userId, since)
      await this.signOutOfApplications.execute({ userId })
      await knownBrowsers.distrustAll(userId)
    })
  }
}
