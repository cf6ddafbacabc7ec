import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { missingPermissions, permissionsWanted } from '#app/payments/drivers/btcpay/account'
import { percentOf, worthOf } from '#app/payments/drivers/btcpay/amounts'
import type { BtcpayInvoice, BtcpayMethod } from '#app/payments/drivers/btcpay/answers'
import { checkConfig, readConfig, toleranceOf } from '#app/payments/drivers/btcpay/config'
import { btcpayDriver } from '#app/payments/drivers/btcpay/driver'
import { toRefund } from '#app/payments/drivers/btcpay/refunds'
import { modeOf, toGatewayPayment } from '#app/payments/drivers/btcpay/translate'
import { btcpayComplaints, hasBtcpayDescription } from '#tests/payments/drivers/btcpay_requests'
import { paymentDriverSuite } from '#tests/payments/drivers/conformance'
import { places } from '#tests/payments/drivers/conformance_line'
import { listenBetween } from '#tests/payments/drivers/stripe_requests'
import { btcpayKeys, btcpaySettings, payCoins, takenCoins } from '#tests/support/btcpay'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

const quiet = { SANDBOX_BTCPAY_BLOCK_MS: '0' }

test.group('BTCPay', (group) => {
  const sandbox = useSandbox(group, quiet)
  paymentDriverSuite({
    driver: btcpayDriver,
    sandbox,
    settings: btcpaySettings,
    wrongSecrets: { apiKey: 'f'.repeat(40) },
    card: null,
    pay: (coins, { reference }) => payCoins(coins, reference),
    taken: takenCoins,
    fault: (coins, fault, times) =>
      coins.fault('btcpay', fault === 'error' ? 'error_500' : fault, {
        times,
        route: 'POST /btcpay/api/v1/stores/:store/invoices',
      }),
    knowsKeys: false,
    unsayable: null,
    stampsMessages: false,
    signed(_settings, { body, secret = btcpayKeys.webhookSecret }) {
      const rawBody = body ?? JSON.stringify({ deliveryId: 'd1', originalDeliveryId: 'd1', type: 'InvoiceSettled', storeId: btcpayKeys.storeId, invoiceId: 'i1' }) // prettier-ignore
      return {
        rawBody,
        headers: { 'btcpay-sig': `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}` },
      }
    },
  })

  test('two that begin the same payment at once never show two addresses, also where one cannot look after it began', async ({
    assert,
    cleanup,
  }) => {
    const tenant = await createTenant()
    const own = btcpaySettings(sandbox())
    const paymentId = newId()
    const request = { paymentId, money: money(1401n, 'EUR'), capture: 'automatic' as const, customerReference: 'c', marks: { tenant_id: tenant.id }, methodReference: null, savesMethod: false, idempotencyKey: newId(), description: 'Example INV-000001', ...places } // prettier-ignore
    const lineTo = (baseUrl: string) => btcpayDriver.connect({ ...own, config: { ...own.config, baseUrl: `${baseUrl}/btcpay` } }, { kind: 'payment', id: paymentId }) // prettier-ignore
    const first = lineTo(sandbox().url)
    let shown = ''
    const between = await listenBetween(sandbox().url, async ({ method, path }) => {
      // The first tab is quicker, and from then on this one's questions are lost.
      if (method === 'POST' && path.endsWith('/invoices')) {
        const begun = await as(tenant, () => first.beginPayment(request))
        shown = begun.ok ? begun.value.reference : ''
      }
      return method === 'GET' && path.includes('orderId') && shown !== '' ? 'lost' : undefined
    })
    cleanup(() => between.close())
    const second = await as(tenant, () => lineTo(between.url).beginPayment(request))
    assert.equal(!second.ok && second.error.type, 'retry_later')
    const again = await as(tenant, () => first.beginPayment(request))
    assert.deepEqual([again.ok && again.value.reference, shown === ''], [shown, false])
  })

  test('every request is one that the published interface allows; a refund asked for twice is one, claimed and told', async ({
    assert,
    cleanup,
  }) => {
    const between = await listenBetween(sandbox().url)
    cleanup(() => between.close())
    const tenant = await createTenant()
    const own = btcpaySettings(sandbox())
    const config = { ...own.config, baseUrl: `${between.url}/btcpay` }
    const line = btcpayDriver.connect({ ...own, config }, { kind: 'payment', id: newId() })
    await as(tenant, async () => {
      const paymentId = newId()
      const request = { paymentId, money: money(1401n, 'EUR'), capture: 'automatic' as const, customerReference: 'c', marks: { tenant_id: tenant.id }, methodReference: null, savesMethod: false, idempotencyKey: newId(), description: 'Example INV-000001', ...places } // prettier-ignore
      const begun = await line.beginPayment(request)
      const reference = begun.ok ? begun.value.reference : ''
      await payCoins(sandbox(), reference)
      await line.searchPayment({ paymentId, customerReference: 'c' })
      const other = await line.beginPayment({ ...request, paymentId: newId() })
      await line.cancel({ reference: other.ok ? other.value.reference : '', idempotencyKey: newId() })
      const account = await line.checkAccount()
      assert.isTrue(account.ok)
      const set = await line.webhookSetup!.setUp({
        url: 'https://shop.example.test/webhooks',
        idempotencyKey: newId(),
      })
      await line.webhookSetup!.removeOthers({
        url: 'https://shop.example.test/webhooks',
        keep: set.ok ? set.value.reference : '',
      })

      const wish = { refundId: newId(), paymentReference: reference, money: money(500n, 'EUR'), note: 'Sorry', marks: {}, idempotencyKey: newId() } // prettier-ignore
      const asked = [await line.refunds!.refund(wish), await line.refunds!.refund(wish)]
      const [first, second] = asked.map((each) => (each.ok ? each.value : null))
      assert.deepEqual([first?.state, first?.reference, first?.refundId], ['action_required', second?.reference, wish.refundId]) // prettier-ignore
      assert.match(first!.claimUrl!, /^http/)
      await fetch(first!.claimUrl!, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'destination=tb1qmine&method=BTC-CHAIN',
      })
      const claimed = await line.refunds!.findRefund(first!.reference)
      await sandbox().process.json('POST', `/_btcpay/pull-payments/${first!.reference}/pay`, {})
      const paid = await line.refunds!.listRefunds(reference)
      assert.deepEqual(
        [
          claimed.ok && claimed.value?.state,
          paid.ok && paid.value.map(({ state, money: sum }) => [state, sum.amount]),
        ],
        ['processing', [['succeeded', 500n]]]
      )
    })
    const complaints = hasBtcpayDescription
      ? btcpayComplaints(between.seen.filter(({ path }) => path.includes('/api/v1/')))
      : []
    assert.deepEqual([...new Set(complaints)], [])
  })
})

const config = readConfig({
  config: { tolerancePercent: '1', toleranceMax: '1.00', network: 'testnet' },
  secrets: {},
})
const sent = (value: string, status = 'Settled', receivedDate = 1000, id = value) => ({
  id,
  value,
  status,
  receivedDate,
})

/** An invoice over €10.00, with a rate at which a coin is €100. */
function told(
  status: string,
  additionalStatus: string,
  payments: ReturnType<typeof sent>[],
  paidAmount = '0'
) {
  const invoice: BtcpayInvoice = { id: 'i1', storeId: 's', status, additionalStatus, amount: '10.00', paidAmount, currency: 'EUR', metadata: { orderId: 'p1' }, checkoutLink: 'https://pay.test/i/i1', createdTime: 900, expirationTime: 2000, monitoringExpiration: 9000 } // prettier-ignore
  const method: BtcpayMethod = { paymentMethodId: 'BTC-CHAIN', currency: 'BTC', destination: 'tb1qabc', paymentLink: 'bitcoin:tb1qabc?amount=0.1', rate: '100.00', totalPaid: '0', due: '0.1', payments } // prettier-ignore
  return toGatewayPayment(invoice, [method], config)
}

test.group('What BTCPay says', () => {
  test('{what}: {state}, {captured} came in, {forgiven} forgiven')
    .with([
      { what: 'nothing yet', told: told('New', 'None', []), state: 'awaiting_method', captured: 0n, forgiven: 0n },
      { what: 'a part so far', told: told('New', 'PaidPartial', [sent('0.05')]), state: 'awaiting_method', captured: 0n, forgiven: 0n },
      { what: 'all seen, none final', told: told('Processing', 'None', [sent('0.1', 'Processing')]), state: 'processing', captured: 0n, forgiven: 0n },
      { what: 'all final', told: told('Settled', 'None', [sent('0.1')]), state: 'succeeded', captured: 1000n, forgiven: 0n },
      { what: 'too much', told: told('Settled', 'PaidOver', [sent('0.12')]), state: 'succeeded', captured: 1200n, forgiven: 0n },
      { what: 'too much, the second not final', told: told('Settled', 'PaidOver', [sent('0.1'), sent('0.02', 'Processing')]), state: 'succeeded', captured: 1000n, forgiven: 0n },
      { what: 'a little too little', told: told('Settled', 'None', [sent('0.0995')]), state: 'succeeded', captured: 995n, forgiven: 5n },
      { what: 'ran out unpaid', told: told('Expired', 'None', []), state: 'cancelled', captured: 0n, forgiven: 0n },
      { what: 'ran out half paid', told: told('Expired', 'PaidPartial', [sent('0.05')]), state: 'succeeded', captured: 500n, forgiven: 0n },
      { what: 'ran out half paid, not final', told: told('Expired', 'PaidPartial', [sent('0.05', 'Processing')]), state: 'processing', captured: 0n, forgiven: 0n },
      { what: 'paid too late', told: told('Expired', 'PaidLate', [sent('0.1', 'Settled', 3000)]), state: 'succeeded', captured: 1000n, forgiven: 0n },
      { what: 'paid too late and taken back', told: told('Expired', 'None', [sent('0.1', 'Invalid', 3000)]), state: 'cancelled', captured: 0n, forgiven: 0n },
      { what: 'never confirmed', told: told('Invalid', 'None', [sent('0.1', 'Processing')]), state: 'cancelled', captured: 0n, forgiven: 0n },
      { what: 'closed by us, paid all the same', told: told('Invalid', 'Marked', [sent('0.1')]), state: 'succeeded', captured: 1000n, forgiven: 0n },
      { what: 'closed by us', told: told('Invalid', 'Marked', []), state: 'cancelled', captured: 0n, forgiven: 0n },
      { what: 'settled by hand, nothing told', told: told('Settled', 'Marked', []), state: 'succeeded', captured: 1000n, forgiven: 0n },
      { what: 'settled, told as a sum only', told: told('Settled', 'None', [], '10.0004'), state: 'succeeded', captured: 1000n, forgiven: 0n },
    ])
    .run(({ assert }, row) => {
      const { state, captured, forgiven } = row.told
      assert.deepEqual([state, captured, forgiven], [row.state as typeof state, row.captured, row.forgiven])
    }) // prettier-ignore

  test('what never came has a reason, what ran out has none; coins are shown while they are waited for', ({
    assert,
  }) => {
    assert.equal(told('Invalid', 'None', []).decline?.code, 'never_confirmed')
    assert.isNull(told('Expired', 'None', []).decline)
    assert.deepEqual(told('New', 'None', []).page?.coins[0]?.uri, 'bitcoin:tb1qabc?amount=0.1')
    assert.deepEqual(
      [told('Processing', 'None', []).page?.coins.length, told('Settled', 'None', []).page],
      [0, null]
    )
    assert.throws(() => told('Tomorrow', 'None', []), /Tomorrow/)
  })

  test('{coins} at {rate} are worth {worth}')
    .with([
      { coins: ['0.1'], rate: '100', currency: 'EUR', worth: [1000n] },
      { coins: ['0.03335', '0.06665'], rate: '100', currency: 'EUR', worth: [334n, 666n] },
      { coins: ['0.00024445'], rate: '57312.84', currency: 'EUR', worth: [1401n] },
      { coins: ['0.00000001'], rate: '57312.84', currency: 'EUR', worth: [0n] },
      { coins: ['0.00015544'], rate: '9650123', currency: 'JPY', worth: [1500n] },
      { coins: ['0.00062442'], rate: '19762.305', currency: 'KWD', worth: [12340n] },
    ])
    .run(({ assert }, { coins, rate, currency, worth }) => {
      assert.deepEqual(worthOf(coins.map((coinAmount) => ({ coinAmount, rate })), currency), worth) // prettier-ignore
    })

  test('of {amount} {currency} with {percent} % and at most {max}, {tolerated} may be missing')
    .with([
      { amount: 1000n, currency: 'EUR', percent: '1', max: '1.00', tolerated: 10n },
      { amount: 100_000n, currency: 'EUR', percent: '1', max: '1.00', tolerated: 100n },
      { amount: 1000n, currency: 'EUR', percent: '0', max: '1.00', tolerated: 0n },
      { amount: 99n, currency: 'EUR', percent: '1', max: '1.00', tolerated: 0n },
      { amount: 50_000n, currency: 'JPY', percent: '0.5', max: '1.00', tolerated: 1n },
    ])
    .run(({ assert }, { amount, currency, percent, max, tolerated }) => {
      const own = readConfig({ config: { tolerancePercent: percent, toleranceMax: max }, secrets: {} })
      assert.equal(toleranceOf(money(amount, currency), own), tolerated)
    })

  test('the server is told no more than is tolerated', ({ assert }) => {
    assert.deepEqual([percentOf(10n, 1000n), percentOf(100n, 70_000n), percentOf(0n, 5n)], [1, 0.1428, 0])
  })

  test('{destination} is of {network}')
    .with([
      { destination: 'bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh', network: 'live' },
      { destination: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', network: 'live' },
      { destination: 'lnbc2500u1pvjluezpp5', network: 'live' },
      { destination: 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', network: 'test' },
      { destination: 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7', network: 'test' },
      { destination: 'lnbcrt2500u1pvjluez', network: 'test' },
      { destination: 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn', network: 'test' },
      { destination: '0x52908400098527886E0F7030069857D2E4169EE7', network: 'unknown' },
    ])
    .run(({ assert }, { destination, network }) => {
      assert.equal({ true: 'live', false: 'test', null: 'unknown' }[`${modeOf([{ destination }])}`], network)
    })

  test('{settings} has {complaints} complaints')
    .with([
      { settings: {}, complaints: 0 },
      { settings: { baseUrl: 'nowhere' }, complaints: 1 },
      { settings: { network: 'mainnet', baseUrl: 'http://pay.example.test' }, complaints: 1 },
      { settings: { storeId: '../other' }, complaints: 1 },
      { settings: { speedPolicy: 'Soon', tolerancePercent: '50', toleranceMax: 'much' }, complaints: 3 },
    ])
    .run(({ assert }, { settings, complaints }) => {
      const given = {
        baseUrl: 'https://pay.example.test/',
        storeId: btcpayKeys.storeId,
        network: 'testnet',
        ...settings,
      }
      const secrets = { apiKey: btcpayKeys.apiKey, webhookSecret: btcpayKeys.webhookSecret }
      assert.lengthOf(checkConfig({ id: newId(), config: given, secrets }), complaints)
    })

  test('a key lacks what it has for another store', ({ assert }) => {
    assert.deepEqual(missingPermissions(['unrestricted'], 's1'), [])
    assert.deepEqual(missingPermissions(permissionsWanted.map((each) => `${each}:s1`), 's1'), []) // prettier-ignore
    assert.deepEqual(missingPermissions(permissionsWanted.map((each) => `${each}:s2`), 's1'), permissionsWanted) // prettier-ignore
  })

  test('a refund with claims {claims} is {state}')
    .with([
      { claims: [], archived: false, state: 'action_required' },
      { claims: [], archived: true, state: 'cancelled' },
      { claims: [['5.00', 'AwaitingApproval']], archived: false, state: 'processing' },
      { claims: [['5.00', 'InProgress']], archived: true, state: 'processing' },
      { claims: [['5.00', 'Cancelled']], archived: false, state: 'action_required' },
      { claims: [['3.00', 'Completed']], archived: false, state: 'action_required' },
      {
        claims: [
          ['3.00', 'Completed'],
          ['2.00', 'Completed'],
        ],
        archived: false,
        state: 'succeeded',
      },
    ] as { claims: [string, string][]; archived: boolean; state: string }[]) // prettier-ignore
    .run(({ assert }, { claims, archived, state }) => {
      const payouts = claims.map(([originalAmount, is], index) => ({
        id: `${index}`,
        date: 5,
        originalAmount,
        state: is,
      }))
      const refund = toRefund({ id: 'pp', name: 'Refund i1', currency: 'EUR', amount: '5.00', archived, viewLink: 'https://x' }, payouts) // prettier-ignore
      assert.deepEqual(
        [refund.state, refund.paymentReference, refund.refundId],
        [state as typeof refund.state, 'i1', null]
      )
    })

  test('{type} of {store} is about {about}, parked: {isParked}')
    .with([
      { type: 'InvoiceReceivedPayment', store: btcpayKeys.storeId, about: 'payment', isParked: false },
      { type: 'InvoiceCreated', store: btcpayKeys.storeId, about: 'nothing', isParked: false },
      { type: 'PayoutUpdated', store: btcpayKeys.storeId, about: 'refund', isParked: false },
      { type: 'SubscriberCreated', store: btcpayKeys.storeId, about: 'nothing', isParked: false },
      { type: 'InvoiceSettled', store: 'AnotherStore', about: 'payment', isParked: true },
    ])
    .run(async ({ assert }, { type, store, about, isParked }) => {
      const rawBody = JSON.stringify({ deliveryId: 'd2', originalDeliveryId: 'd1', type, storeId: store, invoiceId: 'i1', pullPaymentId: 'pp', metadata: { orderId: 'p1' } }) // prettier-ignore
      const mac = createHmac('sha256', btcpayKeys.webhookSecret).update(rawBody).digest('hex')
      const settings = {
        id: newId(),
        config: { storeId: btcpayKeys.storeId },
        secrets: { webhookSecret: btcpayKeys.webhookSecret },
      }
      const read = await btcpayDriver.readMessage(settings, {
        rawBody,
        headers: { 'btcpay-sig': `sha256=${mac}` },
        now: new Date(0),
      })
      const message = read.ok ? read.value : null
      assert.deepEqual(
        [message?.id, message?.about, message?.parkedBecause !== null],
        ['d1', about as 'payment', isParked]
      )
    })
})
