import type { PaymentDriver } from '#app/payments/drivers/contract'
import { checkConfig, isLiveNetwork, readConfig, settingsForm } from '#app/payments/drivers/btcpay/config'
import { BtcpayConnection } from '#app/payments/drivers/btcpay/connection'
import { readWebhook } from '#app/payments/drivers/btcpay/webhooks'

/** A BTCPay Server of the tenant's own: coins go to the tenant's own wallet, and nobody stands between. */
export const btcpayDriver: PaymentDriver = {
  name: 'btcpay',
  title: 'BTCPay Server',
  capabilities: {
    delayedCapture: false,
    partialCapture: false,
    savedMethods: false,
    refunds: 'claimed',
    disputes: false,
    payouts: false,
    customerPays: 'coins',
    // It knows no keys; its list is never behind and says what was made.
    keysKeptHours: 24,
    lostAnswers: 'listed',
  },
  settingsForm,
  isLive: isLiveNetwork,
  checkSettings: checkConfig,
  connect: (settings, subject) => new BtcpayConnection(readConfig(settings), subject),
  baseUrl: ({ config }) => readConfig({ config, secrets: {} }).baseUrl,
  browserOrigins: () => [],
  takesCurrency: () => true,
  smallestCharge: () => null,
  readMessage: async (settings, message) => readWebhook(readConfig(settings), message),
}
