import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { SendEmailLink } from '#app/identity/actions/send_email_link'
import * as users from '#app/identity/records/users'

export type AskForProofError = { type: 'already_verified' }

/** Sends the link that proves the address of a person, for the first time or again. */
@inject()
export class AskForProofOfEmail {
  constructor(private sendLink: SendEmailLink) {}

  execute(userId: string): Promise<Result<void, AskForProofError>> {
    return inTransaction(async () => {
      const user = await users.lock(userId)
      if (!user || user.email_verified_at) return err({ type: 'already_verified' as const })
      await this.sendLink.execute({ userId, email: user.email, purpose: 'verify' })
      return ok()
    })
  }
}
