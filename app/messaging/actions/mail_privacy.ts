import app from '@adonisjs/core/services/app'
import type { Fact } from '#app/shared/events/event'
import { findUser } from '#app/identity/index'
import { notifyCustomer } from '#app/messaging/actions/notify'
import { QueueMessage } from '#app/messaging/actions/queue_message'

/** Tells who asked for a copy of their data where it is. It is downloaded by who is signed in. (`data_export.ready`) */
export async function mailExportReady({
  customerId,
  data,
}: Fact<{ exportId: string; userId: string; expiresAt: string }>): Promise<void> {
  const user = await findUser(data.userId)
  if (!user || user.disabled_at) return
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind: 'export_ready',
    subject: { kind: 'data_export', id: data.exportId },
    customerId,
    recipients: [{ userId: user.id, email: user.email, name: user.name, locale: user.locale }],
    content: {
      values: {},
      facts: [{ label: 'valid_until', value: { instant: data.expiresAt } }],
      action: { surface: 'account', path: '/privacy' },
    },
  })
}

/** Tells the owners that their customer is to be forgotten: it may not have been they who asked. (`erasure.asked`) */
export async function mailErasureAsked({
  customerId,
  data,
}: Fact<{ erasureId: string; dueAt: string; isByRule?: boolean }>): Promise<void> {
  if (!customerId) return
  await notifyCustomer({
    kind: data.isByRule ? 'erasure_by_rule' : 'erasure_asked',
    subject: { kind: 'erasure', id: data.erasureId },
    customerId,
    content: {
      values: { date: { instant: data.dueAt } },
      facts: [],
      action: { surface: 'account', path: '/privacy' },
    },
  })
}
