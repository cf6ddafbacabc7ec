import hash from '@adonisjs/core/services/hash'
import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type SignedUp, SignUp, type SignUpError } from '#app/customers/actions/sign_up'
import { hashSignUpToken } from '#app/customers/domain/asked_sign_up'
import * as askedSignUps from '#app/customers/records/asked_sign_ups'

export type FinishSignUpError = SignUpError | { type: 'link_unusable' } | { type: 'password_wrong' }

/**
 * Opens the account that somebody asked for, once the link from the mail was used. In another browser than the one that asked, the password
 * of then is wanted: whoever reads the mails must not vouch for an account whose password a stranger chose.
 */
@inject()
export class FinishSignUp {
  constructor(
    private clock: Clock,
    private signUp: SignUp
  ) {}

  /** @param askedHere what this browser keeps of its own wish, if any */
  async execute({
    token,
    askedHere,
    password,
  }: {
    token: string
    askedHere: string | null
    password: string
  }): Promise<Result<SignedUp & { returnTo: string }, FinishSignUpError>> {
    const tokenHash = hashSignUpToken(token)
    const asked = await inReadTransaction(() => askedSignUps.findOpen(tokenHash, this.clock.now()))
    if (!asked) return err({ type: 'link_unusable' })
    if (asked.id !== askedHere && !(await hash.verify(asked.password_hash, password)))
      return err({ type: 'password_wrong' })
    return inTransaction(async () => {
      const still = await askedSignUps.lockOpen(tokenHash, this.clock.now())
      if (!still) return err({ type: 'link_unusable' as const })
      const made = await this.signUp.withHash(
        {
          email: asked.email,
          name: asked.name,
          companyName: asked.company_name,
          country: asked.country,
          currency: asked.currency,
          locale: asked.locale,
          timeZone: asked.time_zone ?? undefined,
        },
        asked.password_hash
      )
      if (!made.ok) return made
      await askedSignUps.removeOfEmail(asked.email)
      return ok({ ...made.value, returnTo: asked.return_to })
    })
  }
}
