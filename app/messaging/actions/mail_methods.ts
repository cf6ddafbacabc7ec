import type { Fact } from '#app/shared/events/event'
import { derivedId } from '#app/shared/ids'
import { notifyCustomer } from '#app/messaging/actions/notify'

interface Method {
  paymentMethodId: string
  brand: string | null
  last4: string | null
  label?: string | null
}

/** Asks for another card before the saved one ends, or says that it has ended. (`payment_method.expiring`) */
export async function mailMethodExpiring({
  data,
  customerId,
}: Fact<Method & { endsOn: string; daysBefore: number }>): Promise<void> {
  if (!customerId) return
  const { paymentMethodId, endsOn, daysBefore } = data
  const card = nameOf(data)
  await notifyCustomer({
    kind: daysBefore > 0 ? 'method_expiring' : 'method_expired',
    // A card with another end is another cause.
    subject: { kind: 'payment_method', id: derivedId(paymentMethodId, endsOn) },
    step: daysBefore,
    customerId,
    content: {
      values: { card, date: { date: endsOn } },
      facts: [
        { label: 'card', value: card },
        { label: 'ends_on', value: { date: endsOn } },
      ],
      action: { surface: 'account', path: '/payment-methods' },
    },
  })
}

/** Says that a bank renewed a saved card, and which is charged from now on. (`payment_method.updated`) */
export async function mailMethodUpdated({
  id,
  data,
  customerId,
}: Fact<Method & { expMonth: number | null; expYear: number | null }>): Promise<void> {
  if (!customerId) return
  const card = nameOf(data)
  await notifyCustomer({
    kind: 'method_updated',
    subject: { kind: 'event', id },
    customerId,
    content: {
      values: { card, until: endOf(data) },
      facts: [{ label: 'card', value: card }],
      action: { surface: 'account', path: '/payment-methods' },
    },
  })
}

/** Says that a method cannot be charged any more which was ended at the bank or the gateway. (`payment_method.removed`) */
export async function mailMethodRevoked({
  data,
  customerId,
}: Fact<Method & { cause: 'asked' | 'revoked' }>): Promise<void> {
  if (!customerId || data.cause !== 'revoked') return
  const card = nameOf(data)
  await notifyCustomer({
    kind: 'method_revoked',
    subject: { kind: 'payment_method', id: data.paymentMethodId },
    customerId,
    content: {
      values: { card },
      facts: [{ label: 'card', value: card }],
      action: { surface: 'account', path: '/payment-methods' },
    },
  })
}

/** As its owner knows it: brand and last digits of a card, the address of an account. */
function nameOf({ brand, last4, label }: Method): string {
  const title = brand ? brand.charAt(0).toUpperCase() + brand.slice(1) : ''
  return [title, last4 ? `•••• ${last4}` : label].filter(Boolean).join(' ') || '–'
}

/** As it stands on a card. */
function endOf({ expMonth, expYear }: { expMonth: number | null; expYear: number | null }): string {
  if (!expMonth || !expYear) return '–'
  return `${String(expMonth).padStart(2, '0')}/${expYear}`
}
