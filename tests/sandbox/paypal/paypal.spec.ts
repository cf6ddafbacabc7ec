import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { eventually, SandboxProcess } from '../sandbox_process.js'
import { accessToken, askPayPal, keepAccount, payers, pull } from './paypal_client.js'

/** Answers are read by path. */
type Answer = ReturnType<typeof JSON.parse>

const amount = (value: string, currency = 'EUR') => ({ currency_code: currency, value })
const wallet = {
  paypal: {
    experience_context: { return_url: 'http://shop.test/back?a=1', cancel_url: 'http://shop.test/no' },
  },
}

test.group('Sandbox PayPal', (group) => {
  let sandbox: SandboxProcess

  group.setup(async () => {
    sandbox = await SandboxProcess.start()
    return () => sandbox.stop()
  })
  group.each.setup(() => sandbox.reset())

  const ask = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    askPayPal<Answer>(sandbox, method, path, { body, headers })
  const order = (change: object = {}, key: string = crypto.randomUUID()) =>
    ask(
      'POST',
      '/v2/checkout/orders',
      { intent: 'CAPTURE', purchase_units: [{ amount: amount('14.01') }], payment_source: wallet, ...change },
      { 'paypal-request-id': key }
    )
  const issueOf = ({ status, body }: { status: number; body: Answer }) => [status, body.details?.[0]?.issue]
  const onPage = (id: string, form: Record<string, string>) =>
    fetch(`${sandbox.url}/paypal/checkoutnow?token=${id}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(form),
    })

  test('the same request id gets the latest state of what the first one made, also after a loss of power', async ({
    assert,
  }) => {
    const first = await order({}, 'order-1')
    assert.deepEqual([first.status, first.body.status], [201, 'PAYER_ACTION_REQUIRED'])
    await pull(sandbox, `orders/${first.body.id}/approve`)
    await sandbox.kill()
    await sandbox.boot()
    const again = await order({}, 'order-1')
    assert.deepEqual([again.status, again.body.id, again.body.status], [200, first.body.id, 'APPROVED'])
    const path = `/v2/checkout/orders/${first.body.id}/capture`
    const taken = await ask('POST', path, {}, { 'paypal-request-id': 'capture-1' })
    const repeated = await ask('POST', path, {}, { 'paypal-request-id': 'capture-1' })
    assert.deepEqual([taken.status, repeated.status], [201, 200])
    assert.deepEqual(issueOf(await ask('POST', path, {})), [422, 'ORDER_ALREADY_CAPTURED'])
    const { captures } = await sandbox.json<{ captures: unknown[] }>('GET', '/_state/paypal')
    assert.lengthOf(captures, 1)
  })

  test('a person approves, cancels, is declined, or never comes back', async ({ assert }) => {
    const { body } = await order()
    const cancelled = await onPage(body.id, { action: 'cancel' })
    assert.equal(cancelled.headers.get('location'), `http://shop.test/no?token=${body.id}`)
    const back = await onPage(body.id, { action: 'approve', payer: payers.good, funding: 'declined' })
    assert.match(back.headers.get('location')!, new RegExp(`^http://shop.test/back\\?a=1&token=${body.id}&PayerID=\\w+$`)) // prettier-ignore
    const path = `/v2/checkout/orders/${body.id}/capture`
    const declined = await ask('POST', path, {})
    assert.deepEqual(issueOf(declined), [422, 'INSTRUMENT_DECLINED'])
    assert.isTrue(declined.body.links.some((each: { rel: string }) => each.rel === 'redirect'))
    assert.deepEqual(issueOf(await ask('POST', path, {})), [422, 'ORDER_NOT_APPROVED'])
    const gone = await onPage(body.id, { action: 'approve', payer: payers.gone, funding: 'balance' })
    assert.deepEqual([gone.status, gone.headers.get('location')], [200, null])
    assert.equal((await ask('POST', path, {})).body.status, 'COMPLETED')
    const page = await fetch(`${sandbox.url}/paypal/checkoutnow?token=${body.id}`)
    assert.equal(page.status, 404)
  })

  test('what PayPal refuses is refused in its words: {what}')
    .with([
      { what: 'fractions of yen', unit: amount('1.50', 'JPY'), expected: [422, 'DECIMALS_NOT_SUPPORTED'] },
      {
        what: 'fractions of forint',
        unit: amount('1500.50', 'HUF'),
        expected: [422, 'DECIMALS_NOT_SUPPORTED'],
      },
      { what: 'three decimals', unit: amount('1.005'), expected: [422, 'DECIMAL_PRECISION'] },
      {
        what: 'a currency that is not held',
        unit: amount('1.00', 'KWD'),
        expected: [422, 'CURRENCY_NOT_SUPPORTED_FOR_COUNTRY'],
      },
      { what: 'no amount', unit: undefined, expected: [400, 'MISSING_REQUIRED_PARAMETER'] },
    ]) // prettier-ignore
    .run(async ({ assert }, { unit, expected }) => {
      assert.deepEqual(issueOf(await order({ purchase_units: [{ amount: unit }] })), expected)
    })

  test('refusals carry a debug id, tokens are wanted, mocks are honoured, and no request id means no payment', async ({
    assert,
  }) => {
    const missing = await ask('GET', '/v2/checkout/orders/NOTHING')
    assert.deepEqual([missing.status, missing.body.name], [404, 'RESOURCE_NOT_FOUND'])
    assert.match(missing.body.debug_id, /^[0-9a-f]{13}$/)
    const stranger = await fetch(`${sandbox.url}/paypal/v2/checkout/orders/X`)
    assert.equal(stranger.status, 401)
    const mock = { 'paypal-mock-response': '{"mock_application_codes":"PAYEE_ACCOUNT_RESTRICTED"}' }
    assert.deepEqual(issueOf(await ask('POST', '/v2/checkout/orders', {}, mock)), [422, 'PAYEE_ACCOUNT_RESTRICTED']) // prettier-ignore
    const unkeyed = await ask('POST', '/v2/checkout/orders', { payment_source: wallet })
    assert.deepEqual(issueOf(unkeyed), [422, 'PAYPAL_REQUEST_ID_REQUIRED'])
    await sandbox.fault('paypal', 'rate_limited', { times: 1 })
    assert.equal((await ask('GET', '/v2/checkout/orders/NOTHING')).status, 429)
  })

  test('an authorisation is captured in parts up to 115 %, refunded up to what was taken, and reported to the cent', async ({
    assert,
  }) => {
    const { body } = await order({ intent: 'AUTHORIZE' })
    await pull(sandbox, `orders/${body.id}/approve`)
    const held = await ask('POST', `/v2/checkout/orders/${body.id}/authorize`, {})
    const { id } = held.body.purchase_units[0].payments.authorizations[0]
    const path = `/v2/payments/authorizations/${id}/capture`
    assert.deepEqual(issueOf(await ask('POST', path, { amount: amount('16.12') })), [422, 'MAX_CAPTURE_AMOUNT_EXCEEDED']) // prettier-ignore
    const taken = await ask('POST', path, { amount: amount('16.11') })
    assert.equal(taken.body.status, 'COMPLETED')
    const refund = `/v2/payments/captures/${taken.body.id}/refund`
    assert.deepEqual(issueOf(await ask('POST', refund, { amount: amount('16.12') })), [422, 'REFUND_AMOUNT_EXCEEDED']) // prettier-ignore
    await ask('POST', refund, { amount: amount('6.11') })
    const fee = taken.body.seller_receivable_breakdown.paypal_fee.value
    const balances = await ask('GET', '/v1/reporting/balances')
    const left = (10 - Number(fee)).toFixed(2)
    assert.deepEqual(balances.body.balances[0].total_balance, amount(left))
  })

  test('accounts are kept once, charged, and gone when their payer says so', async ({ assert }) => {
    const [token, same] = [
      await keepAccount(sandbox, 'ada', payers.closedLater),
      await keepAccount(sandbox, 'ada', payers.closedLater),
    ]
    assert.equal(token, same)
    const vault = { payment_source: { paypal: { vault_id: token } } }
    assert.deepEqual(issueOf(await order(vault)), [422, 'PAYER_ACCOUNT_LOCKED_OR_CLOSED'])
    await pull(sandbox, `payment_tokens/${token}/revoke`)
    assert.deepEqual(issueOf(await order(vault)), [422, 'TOKEN_ID_NOT_FOUND'])
  })

  test('webhooks arrive signed for their webhook, are told apart by asking, and come again', async ({
    assert,
    cleanup,
  }) => {
    const received: { body: string; headers: Record<string, unknown> }[] = []
    const listener = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received.push({ body: Buffer.concat(chunks).toString(), headers: request.headers })
        response.writeHead(received.length === 1 ? 500 : 200).end()
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    cleanup(() => void listener.close())
    const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
    const webhook = await ask('POST', '/v1/notifications/webhooks', { url, event_types: [{ name: 'CHECKOUT.ORDER.APPROVED' }] }) // prettier-ignore
    const { body } = await order()
    await pull(sandbox, `orders/${body.id}/approve`)
    await eventually(
      () => Promise.resolve(received.length),
      (count) => count >= 2
    )
    const [first, again] = received
    assert.equal(first!.body, again!.body)
    const header = (name: string) => String(again!.headers[`paypal-${name}`])
    const question = (text: string) =>
      `{"auth_algo":"SHA256withRSA","cert_url":"${header('cert-url')}","transmission_id":"${header('transmission-id')}",` +
      `"transmission_sig":"${header('transmission-sig')}","transmission_time":"${header('transmission-time')}",` +
      `"webhook_id":"${webhook.body.id}","webhook_event":${text}}`
    const verify = async (text: string) => {
      const token = await accessToken(sandbox)
      const response = await fetch(`${sandbox.url}/paypal/v1/notifications/verify-webhook-signature`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: question(text),
      })
      return ((await response.json()) as { verification_status: string }).verification_status
    }
    assert.equal(await verify(again!.body), 'SUCCESS')
    assert.equal(await verify(JSON.stringify({ ...JSON.parse(again!.body), summary: 'Forged' })), 'FAILURE')
    assert.equal((await fetch(header('cert-url'))).status, 200)
  })
})
