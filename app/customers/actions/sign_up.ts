import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { isCurrencyCode } from '#app/shared/money/currency'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { AddMembership, AskForProofOfEmail, asPerson, CreateUser, hashPassword } from '#app/identity/index'
import { customerCreated } from '#app/customers/events'
import * as customers from '#app/customers/records/customers'

export interface NewAccount {
  email: string
  name: string
  /** The one currency in which this customer is billed. */
  currency: string
  locale: string
  timeZone?: string
  companyName?: string | null
  country?: string | null
}

export interface SignUpInput extends NewAccount {
  password: string
  /**
   * Whether the address is still to be proven, by a link that goes there: of whoever signs up by themselves. Who makes customers of others
   * (an import, a seed) vouches for it.
   */
  isEmailToProve?: boolean
}

export interface SignedUp {
  userId: string
  customer: customers.Customer
}

export type SignUpError = { type: 'email_taken' } | { type: 'currency_unknown' }

/** Makes a person a customer: the user who signs in, the customer who is billed, and the first as owner of the second. */
@inject()
export class SignUp {
  constructor(
    private clock: Clock,
    private createUser: CreateUser,
    private addMembership: AddMembership,
    private askForProof: AskForProofOfEmail,
    private events: EventLog
  ) {}

  async execute(input: SignUpInput): Promise<Result<SignedUp, SignUpError>> {
    if (!isCurrencyCode(input.currency)) return err({ type: 'currency_unknown' })
    return this.withHash(input, await hashPassword(input.password))
  }

  /** @param passwordHash from {@link hashPassword} */
  withHash(
    input: NewAccount & Pick<SignUpInput, 'isEmailToProve'>,
    passwordHash: string
  ): Promise<Result<SignedUp, SignUpError>> {
    return inTransaction(async () => {
      const created = await this.createUser.execute({
        ...input,
        passwordHash,
        isEmailProven: !input.isEmailToProve,
      })
      if (!created.ok) return created
      const userId = created.value.id
      const customer = await customers.insert({
        ...detailsOf(input),
        id: newId(),
        number: await customers.takeNumber(),
        email: created.value.email,
        created_at: this.clock.now(),
      })
      if (input.isEmailToProve) await this.askForProof.execute(userId)
      await this.addMembership.execute({ userId, customerId: customer.id, permissions: ['owner'] })
      const subject = { kind: 'customer', id: customer.id }
      const data = { customerId: customer.id, userId }
      await asPerson(userId, () =>
        this.events.record([fact(customerCreated, subject, { customerId: customer.id, data })])
      )
      return ok({ userId, customer })
    })
  }
}

function detailsOf({ name, companyName, country, currency, locale }: NewAccount) {
  const kind: 'company' | 'person' = companyName ? 'company' : 'person'
  return { name, company_name: companyName ?? null, country: country ?? null, currency, locale, kind }
}
