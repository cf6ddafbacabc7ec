import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { RequestPasswordReset } from '#app/identity/actions/request_password_reset'
import { SendEmailLink } from '#app/identity/actions/send_email_link'
import { normaliseEmail } from '#app/identity/domain/email'
import * as memberships from '#app/identity/records/memberships'
import * as users from '#app/identity/records/users'

/** Mails a link that signs in to somebody who belongs to a customer. It says nothing about whether the address is known. */
@inject()
export class RequestSignInLink {
  constructor(
    private sendLink: SendEmailLink,
    private requestReset: RequestPasswordReset
  ) {}

  async execute({ email }: { email: string }): Promise<void> {
    await inTransaction(async () => {
      const user = await users.findByEmail(normaliseEmail(email))
      if (!user || user.disabled_at || (await memberships.listOfUser(user.id)).length === 0) return
      // An address that was never shown to be theirs: who reads its mails sets a password first, and has the account alone.
      if (!user.email_verified_at) return this.requestReset.execute({ email: user.email })
      await this.sendLink.execute({ userId: user.id, email: user.email, purpose: 'sign_in' })
    })
  }
}
