import type { PaymentDriver } from '#app/payments/drivers/contract'
import { takesCurrency } from '#app/payments/drivers/paypal/amounts'
import { checkConfig, isLive, readConfig, settingsForm } from '#app/payments/drivers/paypal/config'
import { PayPalConnection } from '#app/payments/drivers/paypal/connection'
import { orderKeysKeptHours } from '#app/payments/drivers/paypal/lookup'
import { readWebhook } from '#app/payments/drivers/paypal/webhooks'

/** PayPal's wallet: payments that their payer approves at PayPal, and kept accounts. Its subscriptions are not used. */
export const paypalDriver: PaymentDriver = {
  name: 'paypal',
  title: 'PayPal',
  capabilities: {
    delayedCapture: true,
    partialCapture: true,
    savedMethods: true,
    refunds: 'partial',
    disputes: true,
    payouts: true,
    customerPays: 'page',
    keysKeptHours: orderKeysKeptHours,
    lostAnswers: 'asked_again',
  },
  settingsForm,
  isLive,
  checkSettings: checkConfig,
  connect: (settings, subject) => new PayPalConnection(readConfig(settings), subject),
  baseUrl: ({ config }) => readConfig({ id: '', config, secrets: {} }).baseUrl,
  browserOrigins: () => [],
  takesCurrency,
  smallestCharge: () => null,
  readMessage: (settings, message) => readWebhook(readConfig(settings), message),
}
