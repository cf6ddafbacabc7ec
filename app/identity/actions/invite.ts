import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { Ability } from '#app/shared/http/caller'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { seal } from '#app/shared/secrets/keyring'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { normaliseEmail } from '#app/identity/domain/email'
import { invitationContext, invitationDays, makeInvitationToken } from '#app/identity/domain/invitation'
import { personInvited } from '#app/identity/events'
import { type InvitationPlace, mayInvite } from '#app/identity/queries/may_invite'
import * as invitations from '#app/identity/records/invitations'
import * as memberships from '#app/identity/records/memberships'
import * as staffMembers from '#app/identity/records/staff_members'
import * as users from '#app/identity/records/users'

export interface NewInvitation {
  email: string
  to: InvitationPlace
  by: { userId: string; abilities: ReadonlySet<Ability> }
}

export type InviteError =
  | { type: 'already_there' }
  | { type: 'not_yours_to_give' }
  /** Nobody invites others under an address that may not be theirs. */
  | { type: 'email_unverified' }

/** Invites somebody by mail into a customer's team or to the staff. An open invitation for the same address is replaced. */
@inject()
export class Invite {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ to, by, ...input }: NewInvitation): Promise<Result<invitations.Invitation, InviteError>> {
    const email = normaliseEmail(input.email)
    return inTransaction(async () => {
      if (!(await mayInvite(to, by))) return err({ type: 'not_yours_to_give' as const })
      if (to.customerId && !(await users.find(by.userId))?.email_verified_at)
        return err({ type: 'email_unverified' as const })
      if (await isThere(email, to.customerId)) return err({ type: 'already_there' as const })
      const id = newId()
      const now = this.clock.now()
      const { token, hash } = makeInvitationToken()
      invitations.lockAddress(to.customerId, email)
      await invitations.revokeFor(to.customerId, email, now)
      await invitations.insert({
        id,
        customer_id: to.customerId,
        email,
        service_ids: to.customerId === null ? null : to.serviceIds,
        grants: to.customerId === null ? to.roles : to.permissions,
        token_hash: hash,
        sealed_token: JSON.stringify(seal(token, invitationContext(id))),
        invited_by: by.userId,
        created_at: now,
        expires_at: addDuration(now, { days: invitationDays }),
      })
      const data = { invitationId: id, email, isStaff: to.customerId === null }
      const subject = { kind: 'user', id: by.userId }
      await this.events.record([fact(personInvited, subject, { customerId: to.customerId, data })])
      return ok((await invitations.find(id))!)
    })
  }
}

async function isThere(email: string, customerId: string | null): Promise<boolean> {
  const user = await users.findByEmail(email)
  if (!user) return false
  const place = customerId ? await memberships.find(user.id, customerId) : await staffMembers.find(user.id)
  return place !== undefined
}
