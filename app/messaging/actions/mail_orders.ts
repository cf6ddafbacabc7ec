import type { Fact } from '#app/shared/events/event'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { notifyCustomer, notifyStaff } from '#app/messaging/actions/notify'
import type { MailFact } from '#app/messaging/domain/message_content'
import {
  findHeldOrderForMail,
  findOrderForMail,
  type OrderForMail,
} from '#app/messaging/queries/find_mail_subjects'

/** Orders that ended because of us; what the customer called off or let expire needs no mail. */
const ourReasons = [
  'capacity_refused',
  'creation_failed',
  'cancelled_by_staff',
  'refused_in_review',
  'payment_lapsed',
]

/** Says that an order is certain and its servers are being built. (`order.accepted`) */
export function mailOrderReceived({ data }: Fact<{ orderId: string }>): Promise<void> {
  return mailOrder('order_received', data.orderId)
}

/** Says that a payment is being looked at before anything is made, and that nothing was taken. (`order.held`) */
export function mailOrderHeld({ data }: Fact<{ orderId: string }>): Promise<void> {
  return mailOrder('order_held', data.orderId)
}

async function mailOrder(kind: 'order_received' | 'order_held', orderId: string): Promise<void> {
  const order = await findOrderForMail(orderId)
  if (!order) return
  await notifyCustomer({
    kind,
    subject: { kind: 'order', id: order.id },
    customerId: order.customer_id,
    content: {
      values: { number: String(order.number) },
      facts: orderFacts(order),
      action: { surface: 'account', path: `/orders/${showId('order', order.id)}` },
    },
  })
}

/** Asks staff to look at the payment of an order before anything is made. (`order.held`) */
export async function mailStaffOrderHeld({ data }: Fact<{ orderId: string }>): Promise<void> {
  const order = await findOrderForMail(data.orderId)
  const held = await findHeldOrderForMail(data.orderId)
  if (!order || !held) return
  await notifyStaff({
    kind: 'staff_order_held',
    subject: { kind: 'order', id: order.id },
    customerId: order.customer_id,
    content: {
      values: { number: String(order.number), customer: order.customer_name },
      facts: [
        { label: 'customer', value: order.customer_name },
        ...orderFacts(order),
        { label: 'risk', value: held.score === null ? held.level : `${held.level} (${held.score})` },
        ...(held.money_held_until
          ? [{ label: 'held_until', value: { instant: held.money_held_until.toISOString() } }]
          : []),
      ],
      ...(held.message ? { note: held.message } : {}),
      action: { surface: 'admin', path: `/orders/${showId('order', order.id)}` },
    },
  })
}

/** Tells the customer that an order could not be delivered and nothing was charged. (`order.failed`) */
export async function mailOrderFailed({ data }: Fact<{ orderId: string; reason: string }>): Promise<void> {
  const order = await findOrderForMail(data.orderId)
  if (!order || !ourReasons.includes(data.reason)) return
  await notifyCustomer({
    kind: 'order_failed',
    subject: { kind: 'order', id: order.id },
    customerId: order.customer_id,
    content: {
      values: { number: String(order.number), reason: { word: data.reason } },
      facts: orderFacts(order),
      action: { surface: 'account', path: `/orders/${showId('order', order.id)}` },
    },
  })
}

/** Tells staff that an order failed, so that somebody can mend the cause and write to the customer. (`order.failed`) */
export async function mailStaffOrderFailed({
  data,
}: Fact<{ orderId: string; reason: string }>): Promise<void> {
  const order = await findOrderForMail(data.orderId)
  if (!order || !ourReasons.includes(data.reason)) return
  await notifyStaff({
    kind: 'staff_order_failed',
    subject: { kind: 'order', id: order.id },
    customerId: order.customer_id,
    content: {
      values: { number: String(order.number), customer: order.customer_name, reason: { word: data.reason } },
      facts: [{ label: 'customer', value: order.customer_name }, ...orderFacts(order)],
      action: { surface: 'admin', path: `/orders/${showId('order', order.id)}` },
    },
  })
}

function orderFacts(order: OrderForMail): MailFact[] {
  return [
    { label: 'order', value: String(order.number) },
    { label: 'items', value: order.items.join(', ') },
    { label: 'total', value: { money: toWire({ amount: order.total, currency: order.currency }) } },
  ]
}
