import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { paypalDriver } from '#app/payments/drivers/paypal/driver'
import { paymentDriverSuite } from '#tests/payments/drivers/conformance'
import { keepAccount, payers, paypalSettings, pull, signedMessage } from '#tests/support/paypal_sandbox'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'

const accounts = {
  good: payers.good,
  declined: payers.fundlessLater,
  needs_authentication: payers.promptedLater,
}

const settings = (sandbox: Sandbox) => ({ id: newId(), ...paypalSettings(sandbox) })

const event = (change: object = {}) => ({
  id: 'WH-1', event_version: '1.0', event_type: 'PAYMENT.CAPTURE.COMPLETED', resource_type: 'capture',
  resource: { id: 'CAP1', custom_id: newId(), supplementary_data: { related_ids: { order_id: 'ORD1' } } }, ...change,
}) // prettier-ignore

test.group('PayPal', (group) => {
  const sandbox = useSandbox(group)
  paymentDriverSuite({
    driver: paypalDriver,
    sandbox,
    settings,
    wrongSecrets: { clientSecret: 'wrong-secret-of-the-app' },
    card: (paypal, customer, behaviour) => keepAccount(paypal, customer, accounts[behaviour]),
    async pay(paypal, { reference }) {
      const kind = reference.length > 0 && (await isOrder(paypal, reference)) ? 'orders' : 'setups'
      await pull(paypal, `${kind}/${reference}/approve`)
    },
    async taken(paypal) {
      const { captures } = await paypal.state<{ captures: { status: string; amount: { currency_code: string; value: string } }[] }>('paypal') // prettier-ignore
      return captures
        .filter(({ status }) => status === 'COMPLETED')
        .map(({ amount }) => ({
          amount: Number(amount.value.replace('.', '')),
          currency: amount.currency_code,
        }))
    },
    fault: (paypal, fault, times) =>
      paypal.fault('paypal', fault === 'error' ? 'error_500' : fault, {
        times,
        route: 'POST /paypal/v2/checkout/orders',
      }),
    knowsKeys: true,
    unsayable: money(12345n, 'HUF'),
    amounts: [
      { amount: 1401n, currency: 'EUR' },
      { amount: 1500n, currency: 'JPY' },
      { amount: 150_000n, currency: 'HUF' },
    ],
    stampsMessages: true,
    oldAfterSeconds: 4 * 24 * 3600,
    savedMethod: { kind: 'paypal', label: payers.good },
    signed: (own, { at, body, secret }) =>
      signedMessage({
        at,
        body: body ?? JSON.stringify(event()),
        ...(secret ? { webhookId: 'ANOTHERWEBHOOK' } : {}),
        certificateUrl: `${String(own.config.baseUrl)}/v1/notifications/certs/CERT-signer`,
      }),
  })
})

async function isOrder(paypal: Sandbox, reference: string): Promise<boolean> {
  const { orders } = await paypal.state<{ orders: { id: string }[] }>('paypal')
  return orders.some(({ id }) => id === reference)
}
