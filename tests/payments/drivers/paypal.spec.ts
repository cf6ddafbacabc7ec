import { test } from '@japa/runner'
import { v7 } from 'uuid'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { forgetCertificates } from '#app/payments/drivers/paypal/certificates'
import { paypalDriver } from '#app/payments/drivers/paypal/driver'
import type { Result } from '#app/shared/result'
import type { DisputeEvidence, GatewayConnection, GatewayFailure } from '#app/payments/drivers/contract'
import { paymentDriverSuite } from '#tests/payments/drivers/conformance'
import { places } from '#tests/payments/drivers/conformance_line'
import { complaintsAbout, descriptionFolder, hasDescriptions } from '#tests/payments/drivers/paypal_requests'
import { listenBetween } from '#tests/payments/drivers/stripe_requests'
import { as, createTenant } from '#tests/support/tenants'
import {
  askPayPal,
  certificateUrl,
  keepAccount,
  payers,
  paypalSettings,
  pull,
  signedMessage,
} from '#tests/support/paypal_sandbox'
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
    async dispute(paypal, order) {
      const { captures } = await paypal.state<{ captures: { id: string; order: string }[] }>('paypal')
      const capture = captures.find((each) => each.order === order)!
      const { dispute_id: id } = await pull<{ dispute_id: string }>(paypal, `captures/${capture.id}/dispute`)
      return id
    },
    async decideDispute(paypal, reference, outcome) {
      await pull(paypal, `disputes/${reference}/${outcome === 'won' ? 'win' : 'lose'}`)
    },
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

test.group('PayPal requests', (group) => {
  const sandbox = useSandbox(group)

  test('every request is one that the published interfaces allow, with a key where it acts', async ({
    assert,
    cleanup,
  }) => {
    const between = await listenBetween(sandbox().url)
    cleanup(() => between.close())
    const own = settings(sandbox())
    const tenant = await createTenant()
    const line = paypalDriver.connect(
      { ...own, config: { ...own.config, baseUrl: `${between.url}/paypal` } },
      { kind: 'payment', id: newId() }
    )
    await as(tenant, () => goThroughEverything(line, sandbox()))
    assert.isAbove(between.seen.length, 25)
    assert.deepEqual(complaintsAbout(between.seen, '/paypal'), [])
  }).skip(!hasDescriptions, `Skipped: ${descriptionFolder} is not at hand.`)
})

/** Each call of the contract once, as a payment's life brings them. */
async function goThroughEverything(line: GatewayConnection, stand: Sandbox): Promise<void> {
  const common = { money: money(1401n, 'EUR'), customerReference: newId(), marks: {}, savesMethod: true, description: 'Example INV-000001', methodReference: null, ...places } // prettier-ignore
  const request = () => ({ ...common, paymentId: newId(), idempotencyKey: newId() })
  const begin = async (capture: 'manual' | 'automatic') => {
    const begun = value(await line.beginPayment({ ...request(), capture }))
    await pull(stand, `orders/${begun.reference}/approve`)
    const { reference, paymentId } = begun
    return value(
      await line.continuing!.continuePayment({
        reference,
        paymentId: paymentId!,
        capture,
        idempotencyKey: newId(),
      })
    )
  }
  const paid = await begin('automatic')
  const held = await begin('manual')
  value(
    await line.capture({ reference: held.reference, money: money(1000n, 'EUR'), idempotencyKey: newId() })
  )
  value(await line.cancel({ reference: (await begin('manual')).reference, idempotencyKey: newId() }))
  const methodReference = paid.method!.reference
  const charged = value(await line.chargeSavedMethod({ ...request(), capture: 'automatic', methodReference }))
  value(await line.beginPayment({ ...request(), capture: 'manual', methodReference }))
  const refund = value(
    await line.refunds!.refund({
      refundId: newId(), paymentReference: charged.reference, money: money(401n, 'EUR'), note: 'Sorry', marks: {}, idempotencyKey: newId(),
    }) // prettier-ignore
  )
  value(await line.refunds!.findRefund(refund.reference))
  value(await line.refunds!.listRefunds(charged.reference))
  value(await line.readMethod(methodReference))
  const setup = value(
    await line.beginSetup({ setupId: newId(), customerReference: newId(), marks: {}, idempotencyKey: newId(), ...places })
  ) // prettier-ignore
  await pull(stand, `setups/${setup.reference}/approve`)
  value(await line.continuing!.continueSetup({ reference: setup.reference, setupId: newId(), idempotencyKey: newId() })) // prettier-ignore
  value(await line.findSetup(setup.reference))
  value(await line.detachMethod(methodReference))
  await disputeEverything(line, stand, paid.reference)
  const since = new Date(Date.now() - 3_600_000)
  value(await line.payouts!.listMovements(since))
  value(await line.payouts!.readBalance())
  const made = value(await line.webhookSetup!.setUp({ url: 'https://shop.example.test/hook', idempotencyKey: newId() })) // prettier-ignore
  value(
    await line.webhookSetup!.removeOthers({ url: 'https://shop.example.test/hook', keep: made.reference })
  )
  value(await line.checkAccount())
}

async function disputeEverything(line: GatewayConnection, stand: Sandbox, reference: string): Promise<void> {
  const { captures } = await stand.state<{ captures: { id: string; order: string }[] }>('paypal')
  const capture = captures.find(({ order }) => order === reference)!
  await pull(stand, `captures/${capture.id}/dispute`)
  const [dispute] = await listed(line)
  if (dispute?.paymentReference !== reference) throw new Error('The dispute does not name its payment')
  const evidence = {
    customerName: 'Ada Good', customerEmail: 'ada@buyer.test', customerIp: '192.0.2.1', productDescription: 'Server', serviceDate: '2026-01-01',
    statement: 'The server ran.', accessLog: null, refundPolicy: null,
    files: [{ name: 'INV 1.pdf', mediaType: 'application/pdf', content: Buffer.from([0x25, 0x50, 0xff, 0x00]), kind: 'invoice' as const }],
  } // prettier-ignore
  const answered = await line.disputes!.answerDispute({ reference: dispute.reference, evidence, isAppeal: false, idempotencyKey: newId() }) // prettier-ignore
  if (!answered.ok || answered.value.state !== 'under_review' || !answered.value.isAnswered)
    throw new Error(`The evidence was not taken: ${JSON.stringify(answered)}`)
  const again = await line.disputes!.answerDispute({ reference: dispute.reference, evidence, isAppeal: false, idempotencyKey: newId() }) // prettier-ignore
  if (!again.ok) throw new Error('Evidence that was handed in is not looked up')
  await appeal(line, stand, { reference: dispute.reference, evidence })
}

function value<T>(result: Result<T, GatewayFailure>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** Lost, and open for an appeal, which PayPal decides about anew. */
async function appeal(
  line: GatewayConnection,
  stand: Sandbox,
  { reference, evidence }: { reference: string; evidence: DisputeEvidence }
): Promise<void> {
  const look = async () => {
    const { state, isAppeal, isAnswered } = value(await line.disputes!.findDispute(reference))!
    return `${state} ${isAppeal} ${isAnswered}`
  }
  await pull(stand, `disputes/${reference}/lose`)
  const lost = await look()
  await pull(stand, `disputes/${reference}/appeal`)
  const open = await look()
  value(await line.disputes!.answerDispute({ reference, evidence, isAppeal: true, idempotencyKey: newId() }))
  const answered = await look()
  await pull(stand, `disputes/${reference}/win`)
  const seen = [lost, open, answered, await look()].join(', ')
  if (seen !== 'lost false true, needs_response true false, under_review true true, won true true')
    throw new Error(`An appeal went otherwise: ${seen}`)
}

async function listed(line: GatewayConnection) {
  const disputes = await line.disputes!.listDisputes(new Date(Date.now() - 3_600_000))
  return disputes.ok ? disputes.value : []
}

test.group('PayPal messages on the wire', (group) => {
  const sandbox = useSandbox(group)
  const body = JSON.stringify(event())
  const read = (stand: Sandbox, change: object, certificate = 'CERT-signer') => {
    const at = new Date()
    const own = settings(stand)
    const message = signedMessage({ at, body, certificateUrl: certificateUrl(stand, certificate) })
    return paypalDriver.readMessage({ ...own, config: { ...own.config, ...change } }, { ...message, now: at })
  }
  const outcomeOf = (result: Awaited<ReturnType<typeof read>>) => (result.ok ? 'believed' : result.error)

  test('whose certificate it is decides: {certificate}')
    .with([
      { certificate: 'CERT-stranger' },
      { certificate: 'CERT-other-name' },
      { certificate: 'CERT-no-chain' },
      { certificate: 'CERT-expired' },
      { certificate: 'CERT-of-nobody' },
    ])
    .run(async ({ assert }, { certificate }) => {
      assert.equal(outcomeOf(await read(sandbox(), {}, certificate)), 'forged')
    })

  test('a certificate that cannot be had makes it wait, or PayPal is asked with the very text', async ({
    assert,
  }) => {
    forgetCertificates()
    await sandbox().fault('paypal', 'certificate_unavailable')
    assert.equal(outcomeOf(await read(sandbox(), {})), 'unverified')
    // Once more, within the half minute in which the address is left alone, and without a fault.
    await sandbox().clearFaults()
    assert.equal(outcomeOf(await read(sandbox(), {})), 'unverified')
    forgetCertificates()
    assert.equal(outcomeOf(await read(sandbox(), {})), 'believed')

    forgetCertificates()
    await sandbox().fault('paypal', 'certificate_unavailable')
    const webhook = await askPayPal<{ id: string }>(sandbox(), 'POST', '/v1/notifications/webhooks', {
      body: { url: 'https://shop.example.test/hook', event_types: [{ name: '*' }] },
    })
    const asking = { verification: 'certificate_or_call', webhookId: webhook.body.id }
    const tenant = await createTenant()
    const at = new Date()
    const own = settings(sandbox())
    const ask = (text: string, sent: string) => {
      const message = signedMessage({ at, body: text, webhookId: webhook.body.id, certificateUrl: certificateUrl(sandbox()) }) // prettier-ignore
      const gateway = { ...own, config: { ...own.config, ...asking } }
      return as(tenant, () => paypalDriver.readMessage(gateway, { ...message, rawBody: sent, now: at }))
    }
    const spaced = JSON.stringify(event({ summary: 'Zahlung über 1.50' }), null, 2)
    assert.equal(outcomeOf(await ask(spaced, spaced)), 'believed')
    assert.equal(outcomeOf(await ask(spaced, spaced.replace('1.50', '1.51'))), 'forged')
    forgetCertificates()
  })
})

test.group('PayPal payments whose answer was lost long ago', (group) => {
  const sandbox = useSandbox(group)
  const hoursAgo = (hours: number) => v7({ msecs: Date.now() - hours * 3_600_000 })

  test('eight hours later: {what}')
    .with([
      { what: 'money that moved is found', isPaid: true, fault: null, found: 'succeeded' },
      {
        what: 'nothing is certain when the report is complete',
        isPaid: false,
        fault: null,
        found: 'nothing',
      },
      {
        what: 'nothing is not certain while it lags',
        isPaid: false,
        fault: 'reporting_lags',
        found: 'unknown',
      },
      { what: 'nor when it may not be read', isPaid: true, fault: 'reporting_forbidden', found: 'unknown' },
    ])
    .run(async ({ assert }, { isPaid, fault, found }) => {
      const tenant = await createTenant()
      const line = paypalDriver.connect(settings(sandbox()), { kind: 'payment', id: newId() })
      const paymentId = hoursAgo(8)
      const customerReference = newId()
      const methodReference = await keepAccount(sandbox(), customerReference, payers.good)
      const wish = { ...places, paymentId, money: money(1401n, 'EUR'), capture: 'automatic' as const, customerReference, methodReference, savesMethod: false, marks: {}, idempotencyKey: newId(), description: 'INV-1' } // prettier-ignore
      if (isPaid) await as(tenant, () => line.chargeSavedMethod(wish))
      if (fault) await sandbox().fault('paypal', fault, { value: 2 * 3_600_000 })
      const searched = await as(tenant, () => line.searchPayment({ paymentId, customerReference }))
      assert.equal(searched.ok ? (searched.value?.state ?? 'nothing') : searched.error.type, found)
    })
})
