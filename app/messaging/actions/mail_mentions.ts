import app from '@adonisjs/core/services/app'
import type { Fact } from '#app/shared/events/event'
import { showId } from '#app/shared/ids'
import { findCustomer } from '#app/customers/index'
import { listStaff } from '#app/identity/index'
import { QueueMessage } from '#app/messaging/actions/queue_message'

interface Mention {
  customerId: string
  noteId: string
  authorId: string
  userIds: string[]
}

/**
 * Tells colleagues that a note is addressed to them. What it says stands on the customer's page only, where it can still be taken
 * away. (`customer.staff_mentioned`)
 */
export async function mailStaffMentioned({ data }: Fact<Mention>): Promise<void> {
  const { customerId, noteId, authorId, userIds } = data
  const customer = await findCustomer(customerId)
  const staff = await listStaff()
  const author = staff.find(({ userId }) => userId === authorId)
  if (!customer || !author) return
  const named = customer.company_name ?? customer.name
  const told = staff.filter(({ userId, disabledAt }) => userIds.includes(userId) && !disabledAt)
  await (
    await app.container.make(QueueMessage)
  ).execute({
    kind: 'staff_mentioned',
    subject: { kind: 'customer_note', id: noteId },
    customerId,
    recipients: told.map(({ userId, email, name, locale }) => ({ userId, email, name, locale })),
    content: {
      values: { author: author.name, customer: named },
      facts: [{ label: 'customer', value: `${named} (#${customer.number})` }],
      action: {
        surface: 'admin',
        path: `/customers/${showId('customer', customerId)}?tab=timeline&kind=note`,
      },
    },
  })
}
