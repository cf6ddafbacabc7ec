import hash from '@adonisjs/core/services/hash'
import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { asPerson } from '#app/identity/actions/as_person'
import { normaliseEmail } from '#app/identity/domain/email'
import { userCreated } from '#app/identity/events'
import * as emailLinks from '#app/identity/records/email_links'
import * as users from '#app/identity/records/users'

export interface NewUser {
  email: string
  name: string
  /** From {@link hashPassword}: hashing takes long and so happens before the transaction. */
  passwordHash: string
  locale: string
  timeZone?: string
  /** Whether somebody vouches for the address, or a link that went there was used. */
  isEmailProven: boolean
  /** What they begin as. */
  kind?: 'customer' | 'staff'
}

export type CreateUserError = { type: 'email_taken' }

/** Lets a person sign in. */
@inject()
export class CreateUser {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: NewUser): Promise<Result<users.User, CreateUserError>> {
    return inTransaction(async () => {
      const email = normaliseEmail(input.email)
      const now = this.clock.now()
      emailLinks.lockAddresses([email])
      // Whoever may take the address back has it still.
      if (await emailLinks.isHeld(email, now)) return err({ type: 'email_taken' as const })
      const user = await users.insert({
        id: newId(),
        email,
        name: input.name,
        password_hash: input.passwordHash,
        locale: input.locale,
        time_zone: input.timeZone ?? currentTenant().timeZone,
        created_at: now,
        email_verified_at: input.isEmailProven ? now : null,
      })
      if (!user) return err({ type: 'email_taken' as const })
      const subject = { kind: 'user', id: user.id }
      await asPerson({ userId: user.id, kind: input.kind ?? 'customer' }, () =>
        this.events.record([fact(userCreated, subject, { data: { userId: user.id } })])
      )
      return ok(user)
    })
  }
}

export function hashPassword(password: string): Promise<string> {
  return hash.make(password)
}
