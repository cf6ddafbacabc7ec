import type { PaymentDriver } from '#app/payments/drivers/contract'
import { checkConfig, isLiveBusiness, readConfig, settingsForm } from '#app/payments/drivers/coinbase/config'
import { CoinbaseConnection } from '#app/payments/drivers/coinbase/connection'
import { currencies } from '#app/payments/drivers/coinbase/translate'
import { readWebhook } from '#app/payments/drivers/coinbase/webhooks'

/** Coinbase Business Checkouts, the successor of Commerce: USDC on Base, paid once and in full on Coinbase's own page. */
export const coinbaseDriver: PaymentDriver = {
  name: 'coinbase',
  title: 'Coinbase',
  capabilities: {
    delayedCapture: false,
    partialCapture: false,
    savedMethods: false,
    refunds: 'none',
    disputes: false,
    payouts: false,
    customerPays: 'page',
    // How long a key is kept is not documented; a day is the least that is common.
    keysKeptHours: 24,
    lostAnswers: 'asked_again',
  },
  settingsForm,
  takesCurrency: (currency) => currencies.includes(currency),
  smallestCharge: () => null,
  isLive: isLiveBusiness,
  checkSettings: checkConfig,
  connect: (settings, subject) => new CoinbaseConnection(readConfig(settings), subject),
  baseUrl: ({ config }) => readConfig({ config, secrets: {} }).baseUrl,
  browserOrigins: () => [],
  readMessage: async (settings, message) => readWebhook(readConfig(settings), message),
}
