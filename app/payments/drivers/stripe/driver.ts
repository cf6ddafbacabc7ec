import type { PaymentDriver } from '#app/payments/drivers/contract'
import {
  checkConfig,
  isLiveKey,
  originsOf,
  readConfig,
  settingsForm,
} from '#app/payments/drivers/stripe/config'
import { StripeConnection } from '#app/payments/drivers/stripe/connection'
import { smallestCharges } from '#app/payments/drivers/stripe/smallest_charges'
import { readWebhook } from '#app/payments/drivers/stripe/webhooks'

/** Stripe as vault and card processor. Its own subscriptions, invoices and taxes are not used. */
export const stripeDriver: PaymentDriver = {
  name: 'stripe',
  title: 'Stripe',
  capabilities: {
    delayedCapture: true,
    partialCapture: true,
    savedMethods: true,
    refunds: 'partial',
    disputes: true,
    payouts: true,
    customerPays: 'form',
    keysKeptHours: 24,
    lostAnswers: 'listed',
  },
  settingsForm,
  isLive: isLiveKey,
  checkSettings: checkConfig,
  connect: (settings, subject) => new StripeConnection(readConfig(settings), subject),
  baseUrl: ({ config }) => readConfig({ config, secrets: {} }).baseUrl,
  browserOrigins: originsOf,
  takesCurrency: () => true,
  smallestCharge: (currency) => smallestCharges[currency] ?? null,
  readMessage: async (settings, message) => readWebhook(settings, message),
}
