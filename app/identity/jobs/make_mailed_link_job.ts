import { inject } from '@adonisjs/core'
import { actingAs, systemActor } from '#app/shared/database/unit'
import type { JobRunner } from '#app/shared/jobs/job'
import { RequestPasswordReset } from '#app/identity/actions/request_password_reset'
import { RequestSignInLink } from '#app/identity/actions/request_sign_in_link'
import type { MailedLinkWish } from '#app/identity/domain/jobs'
import { findUser } from '#app/identity/queries/find_user'

/** Makes the link that somebody asked for: a fact follows, and its mail. */
@inject()
export class MakeMailedLinkJob implements JobRunner<{
  userId: string | null
  purpose: 'password' | 'sign_in'
}> {
  constructor(
    private requestReset: RequestPasswordReset,
    private requestLink: RequestSignInLink
  ) {}

  async run({ userId, purpose, ip }: MailedLinkWish): Promise<void> {
    const user = userId ? await findUser(userId) : undefined
    if (!user) return
    const request = purpose === 'password' ? this.requestReset : this.requestLink
    // Whoever asked is nobody yet, but somewhere.
    await actingAs({ actor: { ...systemActor, ip } }, () => request.execute({ email: user.email }))
  }
}
