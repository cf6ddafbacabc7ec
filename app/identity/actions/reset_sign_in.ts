import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact, type NewFact } from '#app/shared/events/event'
import type { Ability } from '#app/shared/http/caller'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { hashPassword } from '#app/identity/actions/create_user'
import { RequestPasswordReset } from '#app/identity/actions/request_password_reset'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import { abilitiesOfRoles, hasAll } from '#app/identity/domain/roles'
import { secondFactorRemoved, signInReset } from '#app/identity/events'
import * as emailLinks from '#app/identity/records/email_links'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as linkedSignIns from '#app/identity/records/linked_sign_ins'
import * as passkeys from '#app/identity/records/passkeys'
import * as passwordResets from '#app/identity/records/password_resets'
import * as recoveryCodes from '#app/identity/records/recovery_codes'
import * as sessions from '#app/identity/records/sessions'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'
import * as totpFactors from '#app/identity/records/totp_factors'
import * as users from '#app/identity/records/users'

export interface SignInResetInput {
  userId: string
  reason: string
  /** Who does it, and what they may do: nobody does it for themselves, or for a colleague who may do more. */
  by: { userId: string; abilities: ReadonlySet<Ability> }
}

export type ResetSignInError = { type: 'person_not_found' | 'own_account' | 'not_yours_to_give' }

/**
 * Lets somebody begin anew who lost every second factor, or whose account somebody else is in: factors and links to accounts elsewhere go, sessions
 * end, the password and what was mailed are worth nothing any more, and a link to set a password goes to their mailbox. So whoever talks staff
 * into it gets in nowhere without that mailbox.
 */
@inject()
export class ResetSignIn {
  constructor(
    private clock: Clock,
    private signOutOfApplications: SignOutOfApplications,
    private requestReset: RequestPasswordReset,
    private events: EventLog
  ) {}

  async execute({ userId, reason, by }: SignInResetInput): Promise<Result<void, ResetSignInError>> {
    if (userId === by.userId) return err({ type: 'own_account' })
    const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
    return inTransaction(async () => {
      const user = await users.lock(userId)
      if (!user || user.disabled_at) return err({ type: 'person_not_found' as const })
      if (!(await mayHelp(userId, by.abilities))) return err({ type: 'not_yours_to_give' as const })
      const removed = await this.removeFactors(userId)
      await users.update(userId, { password_hash: passwordHash })
      await passwordResets.useUp(userId, this.clock.now())
      await emailLinks.useUp(userId, ['change', 'release', 'sign_in'], this.clock.now())
      await linkedSignIns.removeSince(userId, null)
      await sessions.endAllBut(userId, null)
      await knownBrowsers.distrustAll(userId)
      await this.signOutOfApplications.execute({ userId })
      await this.events.record([
        fact(signInReset, { kind: 'user', id: userId }, { data: { userId, reason } }),
        ...removed,
      ])
      await this.requestReset.execute({ email: user.email })
      return ok()
    })
  }

  /** @returns what is told of each that the person had */
  private async removeFactors(userId: string): Promise<NewFact[]> {
    const keys = await passkeys.listOfUser(userId)
    const app = await totpFactors.find(userId)
    await passkeys.removeSince(userId, null)
    await totpFactors.removeSince(userId, null)
    await recoveryCodes.removeAll(userId)
    const gone = [
      ...keys.map(({ name }) => ({ factor: 'passkey' as const, name })),
      ...(app?.confirmed_at ? [{ factor: 'totp' as const, name: null }] : []),
    ]
    return gone.map((data) =>
      fact(secondFactorRemoved, { kind: 'user', id: userId }, { data: { userId, ...data } })
    )
  }
}

/** Customers' people are helped by whoever may act in their name; colleagues by whoever runs the staff and may do all that they may. */
async function mayHelp(userId: string, by: ReadonlySet<Ability>): Promise<boolean> {
  const colleague = await staffMembers.find(userId)
  if (!colleague) return true
  return (
    by.has('staff:settings:write') &&
    hasAll(by, abilitiesOfRoles(colleague.roles, await staffRoles.readBook()))
  )
}
