import app from '@adonisjs/core/services/app'
import { QueueMessage } from '#app/messaging/actions/queue_message'
import type { MessageContent } from '#app/messaging/domain/message_content'
import {
  type CustomerMessageKind,
  messageKinds,
  type StaffMessageKind,
} from '#app/messaging/domain/message_kinds'
import { findCustomerRecipients, findStaffRecipients } from '#app/messaging/queries/find_recipients'

interface Notice<Kind> {
  kind: Kind
  subject: { kind: string; id: string }
  step?: number
  customerId: string
  content: MessageContent
}

/** Queues a mail to those of a customer's team whom its area concerns. */
export async function notifyCustomer(notice: Notice<CustomerMessageKind>): Promise<void> {
  const { area } = messageKinds[notice.kind]
  const recipients = await findCustomerRecipients(notice.customerId, area)
  await (await app.container.make(QueueMessage)).execute({ ...notice, recipients })
}

/** Queues a mail to the staff who can do something about it. It stands in the customer's timeline as well. */
export async function notifyStaff(notice: Notice<StaffMessageKind>): Promise<void> {
  const { ability } = messageKinds[notice.kind]
  const recipients = await findStaffRecipients(ability)
  await (await app.container.make(QueueMessage)).execute({ ...notice, recipients })
}
