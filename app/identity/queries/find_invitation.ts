import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { hashInvitationToken, invitationContext, isOpen } from '#app/identity/domain/invitation'
import { isStillGiven } from '#app/identity/queries/may_invite'
import * as invitations from '#app/identity/records/invitations'
import * as users from '#app/identity/records/users'

export interface OpenInvitation {
  customerId: string | null
  email: string | null
  grants: string[]
  inviterName: string | null
  /** Whether somebody signs in with the address already. */
  isKnown: boolean
}

/** What does this link invite to? Null when it was used, taken back, is no longer whoever sent it to give, too old or none. */
export function findInvitation(token: string, now: Date): Promise<OpenInvitation | null> {
  return inReadTransaction(async () => {
    const invitation = await invitations.findByHash(hashInvitationToken(token))
    if (!invitation || !isOpen(invitation, now) || !(await isStillGiven(invitation))) return null
    const { customer_id, email, grants, invited_by } = invitation
    const inviter = invited_by ? await users.find(invited_by) : undefined
    const isKnown = email !== null && (await users.findByEmail(email)) !== undefined
    return { customerId: customer_id, email, grants, inviterName: inviter?.name ?? null, isKnown }
  })
}

/** Which invitations wait for an answer: into a customer's team, or to the staff (null)? */
export function listOpenInvitations(customerId: string | null, now: Date): Promise<invitations.Invitation[]> {
  return inReadTransaction(() => invitations.listOpen(customerId, now))
}

/** An invitation with its inviter's name, for its mail; undefined once it leads nowhere. */
export function findInvitationToMail(
  id: string
): Promise<
  | { email: string; customerId: string | null; expiresAt: Date; inviterName: string; locale: string }
  | undefined
> {
  return inReadTransaction(() =>
    db
      .selectFrom('invitations as i')
      .innerJoin('users as u', (join) =>
        join.onRef('u.tenant_id', '=', 'i.tenant_id').onRef('u.id', '=', 'i.invited_by')
      )
      .select([
        'i.email',
        'i.customer_id as customerId',
        'i.expires_at as expiresAt',
        'u.name as inviterName',
        'u.locale',
      ])
      .where('i.id', '=', id)
      .where('i.sealed_token', 'is not', null)
      .where('i.email', 'is not', null)
      .$narrowType<{ email: string }>()
      .executeTakeFirst()
  )
}

/** The token of an invitation, for the mail that carries it; null once it was answered or taken back. */
export function openInvitationLink(id: string): Promise<string | null> {
  return inReadTransaction(async () => {
    const invitation = await invitations.find(id)
    if (!invitation?.sealed_token) return null
    return unseal(invitation.sealed_token as unknown as SealedSecret, invitationContext(id))
  })
}
