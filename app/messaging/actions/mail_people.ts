import app from '@adonisjs/core/services/app'
import type { Fact } from '#app/shared/events/event'
import { findUser, keyedPath } from '#app/identity/index'
import { QueueMessage } from '#app/messaging/actions/queue_message'
import type { MessageKind } from '#app/messaging/domain/message_kinds'

/** Says welcome to a person who became a customer. (`customer.created`) */
export async function mailWelcome({ data }: Fact<{ customerId: string; userId: string }>): Promise<void> {
  await mailPerson({
    kind: 'welcome',
    userId: data.userId,
    subject: { kind: 'customer', id: data.customerId },
    customerId: data.customerId,
    path: '/',
  })
}

/** Sends the link to set a new password. The link itself is put in when the mail is written. (`user.password_reset_requested`) */
export async function mailPasswordReset({ data }: Fact<{ userId: string; resetId: string }>): Promise<void> {
  await mailPerson({
    kind: 'password_reset',
    userId: data.userId,
    subject: { kind: 'password_reset', id: data.resetId },
    customerId: null,
    path: keyedPath('reset-password'),
  })
}

interface PersonalMail {
  kind: MessageKind
  userId: string
  subject: { kind: string; id: string }
  customerId: string | null
  path: string
}

async function mailPerson({ kind, userId, subject, customerId, path }: PersonalMail): Promise<void> {
  const user = await findUser(userId)
  if (!user) return
  const { email, name, locale } = user
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind,
    subject,
    customerId,
    recipients: [{ userId, email, name, locale }],
    content: { values: { email }, facts: [], action: { surface: 'account', path } },
  })
}
