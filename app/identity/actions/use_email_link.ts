import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { asPerson } from '#app/identity/actions/as_person'
import { ClearAccess } from '#app/identity/actions/clear_access'
import { hashPassword } from '#app/identity/actions/create_user'
import { RequestPasswordReset } from '#app/identity/actions/request_password_reset'
import { SendEmailLink } from '#app/identity/actions/send_email_link'
import { StorePassword } from '#app/identity/actions/store_password'
import { hashLinkToken, isLinkOpen, mayLeave } from '#app/identity/domain/email_link'
import { emailChanged, emailVerified } from '#app/identity/events'
import * as emailLinks from '#app/identity/records/email_links'
import * as passwordResets from '#app/identity/records/password_resets'
import * as users from '#app/identity/records/users'

export type UseEmailLinkError = { type: 'link_unusable' } | { type: 'sign_in_first' }

export type UsedEmailLink = 'verified' | 'changed' | 'confirmed' | 'released' | 'undone'

/** Does what a link from a mail is for. Links that sign in are used by `SignInByLink`. */
@inject()
export class UseEmailLink {
  constructor(
    private clock: Clock,
    private sendLink: SendEmailLink,
    private storePassword: StorePassword,
    private clearAccess: ClearAccess,
    private requestReset: RequestPasswordReset,
    private events: EventLog
  ) {}

  /**
   * @param userId who is signed in, if anybody: an address is confirmed only by the person who gave it, or a stranger could have somebody else's
   *   mailbox vouch for an account that the stranger made, or moves there
   */
  async execute({
    token,
    userId,
  }: {
    token: string
    userId: string | null
  }): Promise<Result<UsedEmailLink, UseEmailLinkError>> {
    // Nobody knows this password: whoever undoes a change sets a new one by mail.
    const unknownHash = await hashPassword(randomBytes(32).toString('base64url'))
    return inTransaction(async () => {
      const link = await emailLinks.lockByHash(hashLinkToken(token))
      if (!link || !isLinkOpen(link, this.clock.now())) return err({ type: 'link_unusable' as const })
      const user = await users.lock(link.user_id)
      if (!user || user.disabled_at) return err({ type: 'link_unusable' as const })
      return asPerson(user.id, async () => {
        switch (link.purpose) {
          case 'verify':
            return this.verify(link, user, userId)
          case 'change':
            return userId === user.id ? this.change(link, user) : err({ type: 'sign_in_first' as const })
          case 'release':
            return this.release(link, user)
          case 'undo':
            return this.undo(link, user, unknownHash)
          default:
            return err({ type: 'link_unusable' as const })
        }
      })
    })
  }

  private async verify(
    link: emailLinks.EmailLink,
    user: users.User,
    userId: string | null
  ): Promise<Result<UsedEmailLink, UseEmailLinkError>> {
    if (user.email !== link.email) return err({ type: 'link_unusable' })
    if (userId !== user.id) return err({ type: 'sign_in_first' })
    const now = this.clock.now()
    await emailLinks.useUp(user.id, ['verify'], now)
    await users.update(user.id, { email_verified_at: now })
    await this.events.record([
      fact(emailVerified, { kind: 'user', id: user.id }, { data: { userId: user.id } }),
    ])
    return ok('verified')
  }

  /** The old mailbox agrees. Where the new one did before, that is all that was waited for. */
  private async release(
    link: emailLinks.EmailLink,
    user: users.User
  ): Promise<Result<UsedEmailLink, UseEmailLinkError>> {
    const now = this.clock.now()
    await emailLinks.confirm(link.id, now)
    await emailLinks.use(link.id, now)
    const change = await emailLinks.findOpen(user.id, 'change', now)
    return change?.confirmed_at ? this.change(change, user) : ok('released')
  }

  /** The new mailbox agrees. */
  private async change(
    link: emailLinks.EmailLink,
    user: users.User
  ): Promise<Result<UsedEmailLink, UseEmailLinkError>> {
    const now = this.clock.now()
    emailLinks.lockAddresses([user.email, link.email])
    const isFree = !(await users.findByEmail(link.email)) && !(await emailLinks.isHeld(link.email, now))
    if (!isFree) return err({ type: 'link_unusable' })
    const releasedAt = await emailLinks.findRelease(user.id)
    const old = { isProven: user.email_verified_at !== null, releasedAt, askedAt: link.created_at }
    if (!mayLeave(old, now)) {
      await emailLinks.confirm(link.id, now)
      return ok('confirmed')
    }
    await this.move(user, link.email)
    // An address that was never proven may be a stranger's: it is told nothing and takes nothing back.
    if (user.email_verified_at)
      await this.sendLink.execute({ userId: user.id, email: user.email, purpose: 'undo' })
    await this.announce(user, link.email, false)
    return ok('changed')
  }

  /** Back to the old address, and out with whoever changed it: sessions, password, and every key that was made since. */
  private async undo(
    link: emailLinks.EmailLink,
    user: users.User,
    unknownHash: string
  ): Promise<Result<UsedEmailLink, UseEmailLinkError>> {
    await this.move(user, link.email)
    await emailLinks.useUp(user.id, ['undo'], this.clock.now())
    await this.clearAccess.execute({ userId: user.id, since: link.created_at })
    await this.storePassword.execute({ userId: user.id, passwordHash: unknownHash, sessionId: null })
    await this.announce(user, link.email, true)
    await this.requestReset.execute({ email: link.email })
    return ok('undone')
  }

  /** What was mailed to the address before leads nowhere any more. */
  private async move(user: users.User, email: string): Promise<void> {
    const now = this.clock.now()
    await emailLinks.useUp(user.id, ['verify', 'change', 'release', 'sign_in'], now)
    await passwordResets.useUp(user.id, now)
    await users.update(user.id, { email, email_verified_at: now })
  }

  private async announce(user: users.User, email: string, isUndone: boolean): Promise<void> {
    const data = { userId: user.id, before: user.email, after: email, isUndone }
    await this.events.record([fact(emailChanged, { kind: 'user', id: user.id }, { data })])
  }
}
