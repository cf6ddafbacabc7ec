import type { GatewayAccount, Outcome, WebhookSetupCalls } from '#app/payments/drivers/contract'
import { outcomeOf } from '#app/payments/drivers/paypal/failures'
import { PayPalRefusal } from '#app/payments/drivers/paypal/refusals'
import type { PayPalClient } from '#app/payments/drivers/paypal/transport'

/** Whether the keys open the app. The balances say the currencies where the app may read them; no name is told to an app. */
export function checkPayPalAccount(client: PayPalClient): Outcome<GatewayAccount> {
  return outcomeOf(
    async () => {
      const { balances } = await balancesOf(client)
      const currencies = [...new Set(balances.map(({ currency }) => currency))].toSorted()
      return { name: null, isLive: client.config.isLive, currencies }
    },
    { isReading: true }
  )
}

async function balancesOf(client: PayPalClient): Promise<{ balances: { currency: string }[] }> {
  try {
    return await client.call({ method: 'GET', path: '/v1/reporting/balances' })
  } catch (error) {
    // The token was given, so the keys are right.
    if (error instanceof PayPalRefusal && error.status === 403) return { balances: [] }
    throw error
  }
}

/** Every kind of event that we follow. */
export const followedEvents = [
  'CHECKOUT.ORDER.APPROVED', 'CHECKOUT.ORDER.COMPLETED', 'CHECKOUT.ORDER.VOIDED', 'CHECKOUT.PAYMENT-APPROVAL.REVERSED',
  'PAYMENT.AUTHORIZATION.CREATED', 'PAYMENT.AUTHORIZATION.VOIDED',
  'PAYMENT.CAPTURE.COMPLETED', 'PAYMENT.CAPTURE.PENDING', 'PAYMENT.CAPTURE.DENIED', 'PAYMENT.CAPTURE.DECLINED',
  'PAYMENT.CAPTURE.REFUNDED', 'PAYMENT.CAPTURE.REVERSED', 'PAYMENT.REFUND.PENDING', 'PAYMENT.REFUND.FAILED',
  'CUSTOMER.DISPUTE.CREATED', 'CUSTOMER.DISPUTE.UPDATED', 'CUSTOMER.DISPUTE.RESOLVED',
  'VAULT.PAYMENT-TOKEN.CREATED', 'VAULT.PAYMENT-TOKEN.DELETED', 'VAULT.PAYMENT-TOKEN.DELETION-INITIATED',
] // prettier-ignore

interface Webhook {
  id: string
  url: string
}

/** A webhook's id is part of what is signed, and no secret. PayPal allows one for each address. */
export function paypalWebhookSetup(client: PayPalClient): WebhookSetupCalls {
  const list = async () =>
    (await client.call<{ webhooks?: Webhook[] }>({ method: 'GET', path: '/v1/notifications/webhooks' }))
      .webhooks ?? []
  return {
    setUp: ({ url }) =>
      outcomeOf(async () => {
        const body = { url, event_types: followedEvents.map((name) => ({ name })) }
        // Made anew where there is one, as its list of events may be an older one.
        await removeAll(client, (await list()).filter((each) => each.url === url))
        const made = await client.call<Webhook>({ method: 'POST', path: '/v1/notifications/webhooks', body })
        return { reference: made.id, secrets: {}, config: { webhookId: made.id } }
      }),
    removeOthers: ({ url, keep }) =>
      outcomeOf(async () =>
        removeAll(
          client,
          (await list()).filter((each) => each.url === url && each.id !== keep)
        )
      ),
    look: ({ url, reference }) =>
      outcomeOf(
        async () => ((await list()).some((each) => each.id === reference && each.url === url) ? 'known' : 'missing'),
        { isReading: true }
      ),
    // What PayPal simulates is not signed as its messages are.
    provoke: null,
  } // prettier-ignore
}

async function removeAll(client: PayPalClient, webhooks: Webhook[]): Promise<void> {
  for (const { id } of webhooks)
    await client.call({ method: 'DELETE', path: `/v1/notifications/webhooks/${encodeURIComponent(id)}` })
}
