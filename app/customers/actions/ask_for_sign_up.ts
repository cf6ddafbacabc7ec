import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { seal } from '#app/shared/secrets/keyring'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { hashPassword } from '#app/identity/index'
import type { NewAccount } from '#app/customers/actions/sign_up'
import { askedSignUpDays, makeSignUpToken, signUpContext } from '#app/customers/domain/asked_sign_up'
import { signUpAsked } from '#app/customers/events'
import * as askedSignUps from '#app/customers/records/asked_sign_ups'

/**
 * Takes the wish of somebody new, whose address is confirmed first. Whether anybody has the address is not even looked at here, so that neither the
 * answer nor how long it takes can tell: the mail that follows says it, to whoever reads the mails of the address.
 */
@inject()
export class AskForSignUp {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns what the browser keeps, to finish without its password */
  async execute({
    password,
    returnTo,
    ...account
  }: NewAccount & { password: string; returnTo: string }): Promise<{ id: string }> {
    const passwordHash = await hashPassword(password)
    return inTransaction(async () => {
      const id = newId()
      const now = this.clock.now()
      const { token, hash } = makeSignUpToken()
      await askedSignUps.insert({
        id,
        email: account.email.trim().toLowerCase(),
        name: account.name,
        company_name: account.companyName ?? null,
        country: account.country ?? null,
        currency: account.currency,
        locale: account.locale,
        time_zone: account.timeZone ?? null,
        password_hash: passwordHash,
        return_to: returnTo,
        token_hash: hash,
        sealed_token: JSON.stringify(seal(token, signUpContext(id))),
        created_at: now,
        expires_at: addDuration(now, { days: askedSignUpDays }),
      })
      await this.events.record([fact(signUpAsked, { kind: 'sign_up', id }, { data: { signUpId: id } })])
      return { id }
    })
  }
}
