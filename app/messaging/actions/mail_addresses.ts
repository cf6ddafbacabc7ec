import app from '@adonisjs/core/services/app'
import type { Fact } from '#app/shared/events/event'
import { findAskedSignUpToMail } from '#app/customers/index'
import {
  findEmailLinkToMail,
  findStaffMember,
  findUser,
  findUserByEmail,
  keyedPath,
} from '#app/identity/index'
import { QueueMessage } from '#app/messaging/actions/queue_message'

const kindOf = {
  verify: 'verify_email',
  change: 'confirm_email_change',
  release: 'confirm_email_leaving',
  undo: 'email_changed',
  sign_in: 'sign_in_link',
} as const

/**
 * Sends a link to the address that its use proves: the new one when it is to be confirmed, the old one when a change may be undone. The link
 * itself is put in when the mail is written. (`user.email_link_made`)
 */
export async function mailEmailLink({ data }: Fact<{ userId: string; linkId: string }>): Promise<void> {
  const link = await findEmailLinkToMail(data.linkId)
  const user = await findUser(data.userId)
  if (!link || !user || user.disabled_at) return
  const surface = (await findStaffMember(user.id)) ? 'admin' : 'account'
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind: kindOf[link.purpose],
    subject: { kind: 'email_link', id: data.linkId },
    customerId: null,
    recipients: [{ userId: user.id, email: link.email, name: user.name, locale: user.locale }],
    content: {
      values: { email: link.email, address: user.email },
      facts: [{ label: 'valid_until', value: { instant: link.expiresAt.toISOString() } }],
      action: { surface, path: keyedPath('email-links') },
    },
  })
}

/** Tells a person that somebody wanted to begin with their address: it may have been they, who forgot. (`user.known_address_tried`) */
export async function mailKnownAddress({ id, data }: Fact<{ userId: string }>): Promise<void> {
  await tellOfAccount(await findUser(data.userId), id)
}

/**
 * Answers a wish to become a customer where only the owner of the address hears it: with the link that finishes it, or that there is an account.
 * (`sign_up.asked`)
 */
export async function mailAskedSignUp({ id, data }: Fact<{ signUpId: string }>): Promise<void> {
  const asked = await findAskedSignUpToMail(data.signUpId)
  if (!asked) return
  const { email, name, locale } = asked
  const known = await findUserByEmail(email)
  if (known) return tellOfAccount(known, id)
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind: 'confirm_sign_up',
    subject: { kind: 'sign_up', id: asked.id },
    customerId: null,
    recipients: [{ userId: null, email, name, locale }],
    content: {
      values: { email },
      facts: [{ label: 'valid_until', value: { instant: asked.expires_at.toISOString() } }],
      action: { surface: 'account', path: keyedPath('sign-ups') },
    },
  })
}

async function tellOfAccount(user: Awaited<ReturnType<typeof findUser>>, eventId: string): Promise<void> {
  if (!user || user.disabled_at) return
  const { email, name, locale } = user
  const surface = (await findStaffMember(user.id)) ? 'admin' : 'account'
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind: 'address_known',
    subject: { kind: 'event', id: eventId },
    customerId: null,
    recipients: [{ userId: user.id, email, name, locale }],
    content: { values: { email }, facts: [], action: { surface, path: '/sign-in' } },
  })
}
