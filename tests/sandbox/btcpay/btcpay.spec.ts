import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { eventually, SandboxProcess } from '../sandbox_process.js'

/** The description of the interface; it is read where it is at hand and never shipped. */
const descriptionFile = fileURLToPath(
  new URL('../../../../shared/reference/specs/btcpay/greenfield.merged.json', import.meta.url)
)
const secret = 'btcpay_webhook_secret'
const key = '5a17b0c7f2e94d8396c1a0de4b7783f15c62aa90'
const store = 'SandboxStore9uYbHqX4wTz2LmR6vKdPfGsNcAeJ3o1'

interface Told {
  type: string
  deliveryId: string
  originalDeliveryId: string
  isRedelivery: boolean
  invoiceId?: string
  afterExpiration?: boolean
}
interface Made {
  id: string
  status: string
  additionalStatus: string
  paidAmount: string
}

test.group('Sandbox BTCPay', (group) => {
  let sandbox: SandboxProcess
  let listener: Server
  let answerWith = 200
  const told: Told[] = []

  group.setup(async () => {
    listener = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        const mac = createHmac('sha256', secret).update(body).digest('hex')
        if (request.headers['btcpay-sig'] === `sha256=${mac}`) told.push(JSON.parse(body) as Told)
        response.writeHead(answerWith).end()
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    sandbox = await SandboxProcess.start({
      SANDBOX_BTCPAY_BLOCK_MS: '0',
      SANDBOX_BTCPAY_WEBHOOK_URL: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`,
      SANDBOX_BTCPAY_WEBHOOK_SECRET: secret,
    })
    return async () => {
      await sandbox.stop()
      listener.closeAllConnections()
      listener.close()
    }
  })
  group.each.setup(() => {
    answerWith = 200
    told.length = 0
  })

  async function call<T = Made>(method: string, path: string, body?: object, token = key) {
    const answer = await fetch(`${sandbox.url}/btcpay/api/v1${path}`, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const text = await answer.text()
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T }
  }
  const make = async (checkout: object = {}) =>
    (await call('POST', `/stores/${store}/invoices`, { amount: '14.01', currency: 'EUR', metadata: { orderId: 'order-1' }, checkout })).body // prettier-ignore
  const pay = (id: string, wish: object = {}) =>
    sandbox.json<Made>('POST', `/_btcpay/invoices/${id}/pay`, wish)
  const block = () => sandbox.json('POST', '/_btcpay/blocks', {})
  const read = async (id: string) => (await call('GET', `/invoices/${id}`)).body
  /** Of one invoice: what was told of those before may still be on its way. */
  const heard = (type: string, id: string, count = 1) =>
    eventually(
      async () => told.filter((message) => message.type === type && message.invoiceId === id),
      (list) => list.length >= count
    )

  test('{what} is {status} and {additional}')
    .with([
      { what: 'seen', wish: {}, blocks: 0, speed: 'MediumSpeed', ends: false, status: 'Processing', additional: 'None' },
      { what: 'confirmed', wish: {}, blocks: 1, speed: 'MediumSpeed', ends: false, status: 'Settled', additional: 'None' },
      { what: 'one block of two', wish: {}, blocks: 1, speed: 'LowMediumSpeed', ends: false, status: 'Processing', additional: 'None' },
      { what: 'no block wanted', wish: {}, blocks: 0, speed: 'HighSpeed', ends: false, status: 'Settled', additional: 'None' },
      { what: 'Lightning', wish: { method: 'BTC-LN' }, blocks: 0, speed: 'LowSpeed', ends: false, status: 'Settled', additional: 'None' },
      { what: 'half', wish: { share: 'half' }, blocks: 1, speed: 'MediumSpeed', ends: false, status: 'New', additional: 'PaidPartial' },
      { what: 'too much', wish: { share: 'over' }, blocks: 1, speed: 'MediumSpeed', ends: false, status: 'Settled', additional: 'PaidOver' },
      { what: 'never confirmed', wish: { stuck: true }, blocks: 1, speed: 'MediumSpeed', ends: true, status: 'Invalid', additional: 'None' },
    ])
    .run(async ({ assert }, { wish, blocks, speed, ends, status, additional }) => {
      const { id } = await make({ speedPolicy: speed })
      await pay(id, wish)
      if (blocks > 0) await block()
      if (ends) await sandbox.json('POST', `/_btcpay/invoices/${id}/end-monitoring`, {})
      const invoice = await read(id)
      assert.deepEqual([invoice.status, invoice.additionalStatus], [status, additional])
    }) // prettier-ignore

  test('late coins are told as late, and after the watch nothing is told', async ({ assert }) => {
    const { id } = await make()
    await sandbox.json('POST', '/_timers/btcpay/pass', { seconds: 901 })
    await eventually(
      () => read(id),
      ({ status }) => status === 'Expired'
    )
    await pay(id)
    await block()
    const [late] = await heard('InvoicePaymentSettled', id)
    const invoice = await read(id)
    assert.deepEqual(
      [late?.afterExpiration, invoice.status, invoice.additionalStatus],
      [true, 'Expired', 'PaidLate']
    )
    await sandbox.json('POST', `/_btcpay/invoices/${id}/end-monitoring`, {})
    await pay(id)
    await block()
    assert.equal((await read(id)).paidAmount, invoice.paidAmount)
  })

  test('there is no idempotency key; keys, stores, fields and unknown things are refused in the server’s words', async ({
    assert,
  }) => {
    const [first, second] = [await make(), await make()]
    assert.notEqual(first.id, second.id)
    const listed = await call<Made[]>('GET', `/stores/${store}/invoices?orderId=order-1&take=2`)
    assert.deepEqual(listed.body.map(({ id }) => id), [second.id, first.id]) // prettier-ignore
    const refused = [
      await call<{ code: string }>('GET', `/invoices/${first.id}`, undefined, 'f'.repeat(40)),
      await call<{ code: string }>('GET', '/stores/Another/invoices'),
      await call<{ code: string }>('GET', '/invoices/nothing'),
      await call<{ path: string }[]>('POST', `/stores/${store}/invoices`, { amount: '-1', currency: 'EUR' }),
      await call<{ code: string }>('POST', `/stores/${store}/invoices`, { amount: '1', currency: 'XXX' }),
    ]
    assert.deepEqual(
      refused.map(({ status, body }) => [status, Array.isArray(body) ? body[0]!.path : body.code]),
      [[401, 'unauthenticated'], [403, 'missing-permission'], [404, 'invoice-not-found'], [422, 'amount'], [400, 'generic-error']] // prettier-ignore
    )
  })

  test('a failed delivery is planned again, a refused one is not; one sent again names the first; kill -9 forgets none', async ({
    assert,
  }) => {
    const planned = async () =>
      (await sandbox.json<{ system: string; kind: string; due_in_ms: number }[]>('GET', '/_timers')).filter(
        ({ system, kind }) => system === 'btcpay' && kind === 'deliver'
      )
    await sandbox.reset()
    answerWith = 503
    const { id } = await make()
    const [first] = await heard('InvoiceCreated', id)
    const [again] = await eventually(planned, (timers) => timers.length === 1 && timers[0]!.due_in_ms > 1_000)
    assert.isAtMost(again!.due_in_ms, 10_000)
    await sandbox.kill()
    await sandbox.boot()
    assert.lengthOf(await planned(), 1)
    answerWith = 200
    await sandbox.json('POST', `/_btcpay/deliveries/${first!.deliveryId}/redeliver`, {})
    const [, second] = await heard('InvoiceCreated', id, 2)
    assert.deepEqual([second!.isRedelivery, second!.originalDeliveryId], [true, first!.deliveryId])
    await sandbox.reset()
    answerWith = 404
    const refused = await make()
    await heard('InvoiceCreated', refused.id)
    await eventually(planned, (timers) => timers.length === 0)
  })

  test('answers have the described members and types', async ({ assert }) => {
    const description = JSON.parse(readFileSync(descriptionFile, 'utf8')) as { components: object }
    const open = JSON.parse(JSON.stringify(description.components).replaceAll('"additionalProperties":false', '"additionalProperties":true')) as object // prettier-ignore
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ $id: 'btcpay', components: open })
    const { id } = await make()
    await pay(id)
    await block()
    const refund = await call<{ id: string }>('POST', `/invoices/${id}/refund`, { refundVariant: 'Custom', customAmount: '5.00', customCurrency: 'EUR' }) // prettier-ignore
    await call('POST', `/pull-payments/${refund.body.id}/payouts`, { destination: 'tb1qmine', payoutMethodId: 'BTC-CHAIN' }) // prettier-ignore
    const answers: [string, unknown][] = [
      ['InvoiceData', await read(id)],
      [
        'InvoicePaymentMethodDataModel',
        (await call<unknown[]>('GET', `/invoices/${id}/payment-methods`)).body[0],
      ],
      ['PullPaymentData', refund.body],
      ['PayoutData', (await call<unknown[]>('GET', `/pull-payments/${refund.body.id}/payouts`)).body[0]],
      ['ApplicationServerInfoData', (await call('GET', '/server/info')).body],
      ['ApiKeyData', (await call('GET', '/api-keys/current')).body],
      ['WebhookDataList', (await call('GET', `/stores/${store}/webhooks`)).body],
      ['WebhookInvoiceReceivedPaymentEvent', (await heard('InvoiceReceivedPayment', id))[0]],
    ]
    for (const [name, value] of answers) {
      const validate = ajv.compile({ $ref: `btcpay#/components/schemas/${name}` })
      assert.deepEqual(validate(value) ? [] : validate.errors, [], name)
    }
  }).skip(!existsSync(descriptionFile), `Skipped: ${descriptionFile} is not at hand.`)
})
