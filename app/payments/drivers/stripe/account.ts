import Stripe from 'stripe'
import { fromStripeAmount } from '#app/payments/drivers/stripe/amounts'
import { apiVersion } from '#app/payments/drivers/stripe/config'
import { outcomeOf } from '#app/payments/drivers/stripe/failures'
import type { GatewayAccount, Outcome, WebhookSetupCalls } from '#app/payments/drivers/contract'
import type { Money } from '#app/shared/money/money'

/**
 * Whether the key opens an account. The balance says mode and currencies and may be read by any key that we need; the name only by
 * keys that may read the account, so a restricted key without that says no name.
 */
export function checkStripeAccount(stripe: Stripe): Outcome<GatewayAccount> {
  return outcomeOf(
    async () => {
      const balance = await stripe.balance.retrieve()
      return {
        name: await nameOf(stripe),
        isLive: balance.livemode,
        currencies: currenciesOf(balance),
      }
    },
    { isReading: true }
  )
}

async function nameOf(stripe: Stripe): Promise<string | null> {
  try {
    const account = await stripe.accounts.retrieveCurrent()
    return account.settings?.dashboard.display_name ?? account.business_profile?.name ?? account.id
  } catch (error) {
    if (error instanceof Stripe.errors.StripePermissionError) return null
    throw error
  }
}

function currenciesOf({ available, pending }: Stripe.Balance): string[] {
  return [...new Set([...available, ...pending].map(({ currency }) => currency.toUpperCase()))].toSorted()
}

/** What lies on the account, pending included, one for each currency. */
export function readStripeBalance(stripe: Stripe): Outcome<Money[]> {
  return outcomeOf(
    async () => {
      const { available, pending } = await stripe.balance.retrieve()
      const sums = new Map<string, bigint>()
      for (const { amount, currency } of [...available, ...pending]) {
        const code = currency.toUpperCase()
        sums.set(code, (sums.get(code) ?? 0n) + fromStripeAmount(amount, code))
      }
      return [...sums].map(([currency, amount]) => ({ amount, currency }))
    },
    { isReading: true }
  )
}

/** Every kind of event that we follow. Thin events (`v2.core.event`) are of another form and are not among them. */
export const followedEvents: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = [
  'payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.processing', 'payment_intent.requires_action',
  'payment_intent.canceled', 'payment_intent.amount_capturable_updated',
  'setup_intent.succeeded', 'setup_intent.setup_failed', 'setup_intent.canceled', 'setup_intent.requires_action',
  'mandate.updated', 'customer.deleted', 'review.opened', 'review.closed',
  'payment_method.attached', 'payment_method.detached', 'payment_method.updated', 'payment_method.automatically_updated',
  'charge.succeeded', 'charge.updated', 'charge.refunded', 'refund.created', 'refund.updated', 'refund.failed',
  'charge.dispute.created', 'charge.dispute.updated', 'charge.dispute.closed', 'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated', 'radar.early_fraud_warning.created', 'radar.early_fraud_warning.updated',
  'payout.paid', 'payout.failed', 'payout.reconciliation_completed',
] // prettier-ignore

/** The endpoint's version is set when it is made and never changes, so another version means another endpoint. */
export function stripeWebhookSetup(stripe: Stripe): WebhookSetupCalls {
  return {
    setUp: ({ url, idempotencyKey }) =>
      outcomeOf(async () => {
        const endpoint = await stripe.webhookEndpoints.create(
          { url, enabled_events: followedEvents, api_version: apiVersion, description: 'Billing' },
          { idempotencyKey }
        )
        if (!endpoint.secret) throw new Error('Stripe made a webhook endpoint without a secret')
        return { reference: endpoint.id, secrets: { webhookSecret: endpoint.secret }, config: {} }
      }),
    removeOthers: ({ url, keep }) =>
      outcomeOf(async () => {
        const endpoints = await stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: 200 })
        for (const { id } of endpoints.filter((each) => each.url === url && each.id !== keep)) {
          await stripe.webhookEndpoints.del(id)
        }
      }),
    look: ({ url, reference }) =>
      outcomeOf(
        async () => {
          const endpoints = await stripe.webhookEndpoints
            .list({ limit: 100 })
            .autoPagingToArray({ limit: 200 })
          const own = endpoints.find((each) => each.id === reference && each.url === url)
          if (!own) return 'missing'
          return own.status === 'enabled' ? 'known' : 'switched_off'
        },
        { isReading: true }
      ),
    // A customer who is made and taken away again: `customer.deleted` is among what we follow, and this one has nothing here.
    provoke: ({ idempotencyKey }) =>
      outcomeOf(async () => {
        const { id } = await stripe.customers.create({ description: 'Test of messages' }, { idempotencyKey })
        await stripe.customers.del(id)
      }),
  }
}
