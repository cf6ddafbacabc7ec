import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { asPerson } from '#app/identity/actions/as_person'
import { CreateUser, hashPassword } from '#app/identity/actions/create_user'
import { hashInvitationToken, isOpen } from '#app/identity/domain/invitation'
import { invitationAccepted } from '#app/identity/events'
import { isStillGiven } from '#app/identity/queries/may_invite'
import * as invitations from '#app/identity/records/invitations'
import * as memberships from '#app/identity/records/memberships'
import * as staffMembers from '#app/identity/records/staff_members'
import * as users from '#app/identity/records/users'

export interface InvitationAnswer {
  token: string
  /** Which kind of invitation the host may accept. */
  kind: 'customer' | 'staff'
  /** Somebody who is signed in, or who begins with this. `email` only where the invitation names none. */
  person:
    { userId: string } | { name: string; password: string; locale: string; timeZone?: string; email?: string }
}

export type AcceptInvitationError =
  | { type: 'link_unusable' }
  | { type: 'for_somebody_else' }
  | { type: 'email_taken' }
  | { type: 'email_missing' }

/** Takes up an invitation: whoever holds its link from the mail and is who it was sent to joins the team, or the staff. */
@inject()
export class AcceptInvitation {
  constructor(
    private clock: Clock,
    private createUser: CreateUser,
    private events: EventLog
  ) {}

  async execute(
    answer: InvitationAnswer
  ): Promise<Result<{ user: users.User; customerId: string | null }, AcceptInvitationError>> {
    const { person } = answer
    const passwordHash = 'password' in person ? await hashPassword(person.password) : ''
    return inTransaction(async () => {
      const invitation = await invitations.lockByHash(hashInvitationToken(answer.token))
      const isRightKind = (invitation?.customer_id ? 'customer' : 'staff') === answer.kind
      const isOpenHere = invitation && isRightKind && isOpen(invitation, this.clock.now())
      if (!isOpenHere || !(await isStillGiven(invitation))) {
        return err({ type: 'link_unusable' as const })
      }
      const found = await this.findPerson(invitation, person, passwordHash)
      if (!found.ok) return found
      const user = found.value
      await this.join(invitation, user.id)
      const data = { invitationId: invitation.id, userId: user.id, grants: invitation.grants }
      const customerId = invitation.customer_id
      await asPerson(user.id, () =>
        this.events.record([fact(invitationAccepted, { kind: 'user', id: user.id }, { customerId, data })])
      )
      return ok({ user, customerId })
    })
  }

  /** The link was sent to one address: only its owner may use it. */
  private async findPerson(
    invitation: invitations.Invitation,
    person: InvitationAnswer['person'],
    passwordHash: string
  ): Promise<Result<users.User, AcceptInvitationError>> {
    if ('userId' in person) {
      const user = await users.find(person.userId)
      const isMeant = user && (invitation.email === null || user.email === invitation.email)
      if (!isMeant) return err({ type: 'for_somebody_else' })
      // Whoever has the link reads the mails of the address.
      if (invitation.email && !user.email_verified_at)
        await users.update(user.id, { email_verified_at: this.clock.now() })
      return ok(user)
    }
    const email = invitation.email ?? person.email
    if (!email) return err({ type: 'email_missing' })
    const { name, locale, timeZone } = person
    const isEmailProven = invitation.email !== null
    const kind = invitation.customer_id ? 'customer' : 'staff'
    return this.createUser.execute({ email, name, locale, timeZone, passwordHash, isEmailProven, kind })
  }

  private async join(
    { id, customer_id, grants, service_ids }: invitations.Invitation,
    userId: string
  ): Promise<void> {
    const now = this.clock.now()
    await invitations.accept(id, userId, now)
    if (!customer_id) return staffMembers.insertOrWiden({ user_id: userId, roles: grants, created_at: now })
    if (await memberships.find(userId, customer_id)) return
    await memberships.insert({
      id: newId(),
      customer_id,
      user_id: userId,
      permissions: grants,
      service_ids,
      created_at: now,
    })
  }
}
