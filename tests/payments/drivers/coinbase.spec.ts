import { createHash, createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { checkConfig, readConfig } from '#app/payments/drivers/coinbase/config'
import { coinbaseDriver } from '#app/payments/drivers/coinbase/driver'
import { keyIn, tokenFor } from '#app/payments/drivers/coinbase/token'
import { toCoinbaseAmount, toGatewayPayment } from '#app/payments/drivers/coinbase/translate'
import { paymentDriverSuite } from '#tests/payments/drivers/conformance'
import { coinbaseKeys, coinbaseSettings } from '#tests/support/coinbase'
import { useSandbox } from '#tests/support/sandbox'

const { keySecret, webhookSecret } = coinbaseKeys

const message = (change: object = {}) =>
  JSON.stringify({ id: '68f7a946db0529ea9b6d3a12', status: 'COMPLETED', metadata: { payment_id: 'p1' }, eventType: 'checkout.payment.success', ...change }) // prettier-ignore

function signed(
  body: string,
  { at, secret = webhookSecret, joiner = '.' }: { at: Date; secret?: string; joiner?: string }
) {
  const headers = { 'x-hook0-id': 'd1', 'x-event': 'paid' }
  const stamp = Math.floor(at.getTime() / 1000)
  const names = Object.keys(headers).join(' ')
  const v1 = createHmac('sha256', secret).update(`${stamp}.${names}.${Object.values(headers).join(joiner)}.${body}`).digest('hex') // prettier-ignore
  return {
    rawBody: body,
    headers: { ...headers, 'x-hook0-signature': `t=${stamp},v0=${'0'.repeat(64)},h=${names},v1=${v1}` },
  }
}

test.group('Coinbase', (group) => {
  const sandbox = useSandbox(group)
  paymentDriverSuite({
    driver: coinbaseDriver,
    sandbox,
    settings: (coinbase) => ({ id: newId(), ...coinbaseSettings(coinbase) }),
    wrongSecrets: { keySecret: createHash('sha256').update('another key').digest('base64') },
    card: null,
    pay: async (coinbase, { reference }) =>
      void (await coinbase.process.json('POST', `/_coinbase/checkouts/${reference}/pay`, {})),
    async taken(coinbase) {
      const { checkouts } = await coinbase.state<{ checkouts: { status: string; fiatAmount: string; fiatCurrency: string }[] }>('coinbase') // prettier-ignore
      return checkouts
        .filter(({ status }) => status === 'COMPLETED')
        .map(({ fiatAmount, fiatCurrency }) => ({
          amount: Number(fiatAmount.replace('.', '')),
          currency: fiatCurrency,
        }))
    },
    fault: (coinbase, fault, times) =>
      coinbase.fault('coinbase', fault === 'error' ? 'error_500' : fault, {
        times,
        route: 'POST /coinbase/api/v1/checkouts',
      }),
    knowsKeys: true,
    unsayable: money(1500n, 'JPY'),
    amounts: [
      { amount: 1401n, currency: 'EUR' },
      { amount: 700n, currency: 'USD' },
    ],
    stampsMessages: true,
    signed: (_settings, { at, body, secret }) =>
      signed(body ?? message(), { at, ...(secret ? { secret } : {}) }),
  })
})

test.group('What Coinbase says', () => {
  test('{status} is {state} with {captured} taken')
    .with([
      { status: 'ACTIVE', state: 'awaiting_method', captured: 0n },
      { status: 'PROCESSING', state: 'processing', captured: 0n },
      { status: 'COMPLETED', state: 'succeeded', captured: 1401n },
      { status: 'PARTIALLY_REFUNDED', state: 'succeeded', captured: 1401n },
      { status: 'EXPIRED', state: 'cancelled', captured: 0n },
      { status: 'DEACTIVATED', state: 'cancelled', captured: 0n },
      { status: 'FAILED', state: 'cancelled', captured: 0n },
    ] as const)
    .run(({ assert }, { status, state, captured }) => {
      const checkout = { id: 'c1', url: 'https://pay', amount: '16.272938', currency: 'USDC', fiatAmount: '14.01', fiatCurrency: 'EUR', status }
      const payment = toGatewayPayment(checkout, false)
      assert.deepEqual([payment.state, payment.captured, payment.money], [state, captured, money(1401n, 'EUR')])
      assert.equal(payment.decline !== null, status === 'FAILED')
    }) // prettier-ignore

  test('what tells no money beside its coins is read by itself, and a new status is not guessed', ({
    assert,
  }) => {
    const checkout = { id: 'c1', url: 'https://pay', amount: '14.01', currency: 'EUR', status: 'COMPLETED' }
    assert.deepEqual(toGatewayPayment(checkout, true).money, money(1401n, 'EUR'))
    assert.throws(() => toGatewayPayment({ ...checkout, status: 'TOMORROW' }, true), /TOMORROW/)
    assert.deepEqual(['EUR', 'JPY', 'CHF'].map((code) => toCoinbaseAmount(money(1401n, code))), ['14.01', null, null]) // prettier-ignore
  })

  test('a message whose headers are joined by "{joiner}" is believed')
    .with([{ joiner: '.' }, { joiner: ',' }, { joiner: ' ' }, { joiner: '' }])
    .run(async ({ assert }, { joiner }) => {
      const now = new Date('2026-03-01T09:00:00Z')
      const own = { id: newId(), config: {}, secrets: { webhookSecret } }
      const read = await coinbaseDriver.readMessage(own, { ...signed(message(), { at: now, joiner }), now })
      assert.deepEqual(read.ok && [read.value.about, read.value.objectReference, read.value.ownId], ['payment', '68f7a946db0529ea9b6d3a12', 'p1']) // prettier-ignore
    })

  test('what lies within a message is read as well, and a refund waits for a person', async ({ assert }) => {
    const now = new Date('2026-03-01T09:00:00Z')
    const own = { id: newId(), config: {}, secrets: { webhookSecret } }
    const body = JSON.stringify({ type: 'checkout.refund.success', data: { id: 'c9' } })
    const read = await coinbaseDriver.readMessage(own, { ...signed(body, { at: now }), now })
    assert.deepEqual(read.ok && [read.value.about, read.value.objectReference], ['needs_person', 'c9'])
  })

  test('{kind} keys sign a token for one call')
    .with(keyPairs())
    .run(({ assert }, { kind, secret, key }) => {
      const config = readConfig({ config: { keyId: 'k1' }, secrets: { keySecret: secret } })
      const now = new Date('2026-03-01T09:00:00Z')
      const token = tokenFor(config, {
        method: 'GET',
        url: 'https://business.coinbase.com/api/v1/checkouts/c1',
        now,
      })
      const [head, claims, signature] = token.split('.')
      const text = Buffer.from(`${head}.${claims}`)
      const told = JSON.parse(Buffer.from(claims!, 'base64url').toString()) as Record<string, unknown>
      assert.deepEqual([told.uri, told.sub, Number(told.exp) - Number(told.nbf)], ['GET business.coinbase.com/api/v1/checkouts/c1', 'k1', 60]) // prettier-ignore
      const given = Buffer.from(signature!, 'base64url')
      const isTrue = kind === 'Ed25519' ? verify(null, text, key, given) : verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, given) // prettier-ignore
      assert.isTrue(isTrue)
    })

  test('{settings} has {complaints} complaints')
    .with([
      { settings: {}, complaints: 0 },
      { settings: { environment: 'live' }, complaints: 1 },
      { settings: { environment: 'live', baseUrl: 'https://business.coinbase.com' }, complaints: 0 },
      { settings: { environment: 'live', baseUrl: 'http://elsewhere.test' }, complaints: 1 },
      { settings: { baseUrl: '' }, complaints: 1 },
      { settings: { keyId: '' }, complaints: 1 },
    ])
    .run(({ assert }, { settings: change, complaints }) => {
      const config = { environment: 'sandbox', baseUrl: 'https://sandbox.test', keyId: 'k1', ...change }
      assert.lengthOf(checkConfig({ id: newId(), config, secrets: { keySecret } }), complaints)
      assert.lengthOf(checkConfig({ id: newId(), config, secrets: { keySecret: 'short' } }), complaints + 1)
    })
})

function keyPairs() {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = ec.privateKey.export({ type: 'sec1', format: 'pem' }) as string
  return [
    { kind: 'Ed25519', secret: keySecret, key: createPublicKey(keyIn(keySecret)!) },
    { kind: 'EC', secret: pem, key: ec.publicKey },
  ]
}
