import { test } from '@japa/runner'
import { placeOf } from '#app/payments/domain/settings_form'
import { driverNamed } from '#app/payments/drivers/registry'
import { btcpayKeys } from '#tests/support/btcpay'
import { coinbaseKeys } from '#tests/support/coinbase'

const standIn = 'http://localhost:3334'
const form = driverNamed('stripe').settingsForm

test.group('Where a new gateway is reached', () => {
  const demo = { isLive: false, publishableKey: 'pk_test_demo', baseUrl: standIn, timeoutMs: 5000 }
  const real = { isLive: true, publishableKey: 'pk_live_demo', timeoutMs: 9000 }

  test('{what}')
    .with([
      {
        what: 'for trying out, where the one before is: at the stand-in',
        known: [demo],
        isLive: false,
        expected: { isLive: false, baseUrl: standIn, timeoutMs: 5000 },
      },
      {
        what: 'for real money, at the vendor’s own address, whatever is connected',
        known: [demo],
        isLive: true,
        expected: {},
      },
      { what: 'for real money, beside another one', known: [demo, real], isLive: true, expected: {} },
      {
        what: 'for trying out, where only real money is connected',
        known: [real],
        isLive: false,
        expected: {},
      },
    ]) // prettier-ignore
    .run(({ assert }, { known, isLive, expected }) => {
      assert.deepEqual(placeOf(known, form, { isLive }), expected)
    })

  const stripe = { publishableKey: 'pk_live_1', isLive: true }
  const paypal = { clientId: 'AeA1QIZXiflr1', environment: 'live' }
  const coinbase = { keyId: coinbaseKeys.keyId, environment: 'live' }
  const btcpay = { storeId: btcpayKeys.storeId, network: 'mainnet' }

  test('of {driver}: {address} is {outcome}')
    .with([
      { driver: 'stripe', config: stripe, address: null, outcome: 'taken' },
      { driver: 'stripe', config: stripe, address: standIn, outcome: 'refused' },
      { driver: 'stripe', config: stripe, address: 'https://api.stripe.com.example.com', outcome: 'refused' },
      { driver: 'stripe', config: { ...stripe, scriptUrl: 'https://cdn.example.com/stripe.js' }, address: null, outcome: 'refused' },
      { driver: 'stripe', config: { publishableKey: 'pk_test_1', isLive: false }, address: standIn, outcome: 'taken' },
      { driver: 'paypal', config: paypal, address: null, outcome: 'taken' },
      { driver: 'paypal', config: paypal, address: standIn, outcome: 'refused' },
      { driver: 'paypal', config: { ...paypal, environment: 'sandbox' }, address: 'https://api-m.paypal.com', outcome: 'refused' },
      { driver: 'paypal', config: { ...paypal, environment: 'sandbox' }, address: standIn, outcome: 'taken' },
      { driver: 'coinbase', config: coinbase, address: null, outcome: 'taken' },
      { driver: 'coinbase', config: coinbase, address: 'https://coinbase.example.com', outcome: 'refused' },
      { driver: 'coinbase', config: coinbase, address: 'https://evilcoinbase.com', outcome: 'refused' },
      { driver: 'coinbase', config: coinbase, address: 'https://api.coinbase.com', outcome: 'taken' },
      { driver: 'coinbase', config: { ...coinbase, environment: 'sandbox' }, address: 'https://business.coinbase.com/', outcome: 'refused' },
      { driver: 'coinbase', config: { ...coinbase, environment: 'sandbox' }, address: standIn, outcome: 'taken' },
      { driver: 'btcpay', config: btcpay, address: 'https://pay.example.com', outcome: 'taken' },
      { driver: 'btcpay', config: btcpay, address: standIn, outcome: 'refused' },
    ]) // prettier-ignore
    .run(({ assert }, { driver, config, address, outcome }) => {
      const mode = 'isLive' in config && config.isLive ? 'live' : 'test'
      const secrets = { secretKey: `sk_${mode}_1`, clientSecret: 'EGnHDxDqRPdaL', keySecret: coinbaseKeys.keySecret, apiKey: btcpayKeys.apiKey }
      const complaints = driverNamed(driver).checkSettings({ id: 'g', config: { ...config, ...(address && { baseUrl: address }) }, secrets })
      assert.equal(complaints.length === 0 ? 'taken' : 'refused', outcome, JSON.stringify(complaints))
    }) // prettier-ignore
})
