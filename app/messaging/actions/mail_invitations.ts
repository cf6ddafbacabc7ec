import app from '@adonisjs/core/services/app'
import { findCustomer } from '#app/customers/index'
import type { Fact } from '#app/shared/events/event'
import { findInvitationToMail, findUserByEmail, keyedPath } from '#app/identity/index'
import { findBrand } from '#app/tenancy/index'
import { QueueMessage } from '#app/messaging/actions/queue_message'

/**
 * Sends the link of an invitation, in the language of the person or else of who invites them. The link itself is put in when the mail is
 * written. (`user.invited`)
 */
export async function mailInvitation({ data }: Fact<{ invitationId: string }>): Promise<void> {
  const invitation = await findInvitationToMail(data.invitationId)
  if (!invitation) return
  const { email, customerId, expiresAt, inviterName } = invitation
  const known = await findUserByEmail(email)
  const customer = customerId ? await findCustomer(customerId) : undefined
  const team = customer?.company_name ?? customer?.name ?? (await findBrand()).name
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind: customerId ? 'team_invitation' : 'staff_invitation',
    subject: { kind: 'invitation', id: data.invitationId },
    customerId: null,
    recipients: [
      {
        userId: known?.id ?? null,
        email,
        name: known?.name ?? email,
        locale: known?.locale ?? invitation.locale,
      },
    ],
    content: {
      // Somebody whose account bears their own name would invite people to themselves: the texts have words for that.
      values: { inviter: inviterName, team: customer && team === inviterName ? 'own_account' : team },
      facts: [{ label: 'valid_until', value: { instant: expiresAt.toISOString() } }],
      action: { surface: customerId ? 'account' : 'admin', path: keyedPath('invitations') },
    },
  })
}
