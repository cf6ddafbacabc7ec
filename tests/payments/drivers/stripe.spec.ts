import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import Stripe from 'stripe'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { stripeDriver } from '#app/payments/drivers/stripe/driver'
import { fromStripeAmount, toStripeAmount } from '#app/payments/drivers/stripe/amounts'
import { placeFiles } from '#app/payments/drivers/stripe/evidence'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { outcomeOf, toDecline } from '#app/payments/drivers/stripe/failures'
import { paymentDriverSuite } from '#tests/payments/drivers/conformance'
import { places } from '#tests/payments/drivers/conformance_line'
import { evidence } from '#tests/payments/drivers/refund_conformance'
import {
  complaintsAbout,
  descriptionFile,
  hasDescription,
  listenBetween,
} from '#tests/payments/drivers/stripe_requests'
import { as, createTenant } from '#tests/support/tenants'
import { type Sandbox, stripeKeys, useSandbox } from '#tests/support/sandbox'

const cards = {
  good: 'pm_card_visa',
  declined: 'pm_card_chargeCustomerFail',
  needs_authentication: 'pm_card_authenticationRequired',
}

/** Saves a card as its customer would, the bank's question answered. */
async function saveCard(sandbox: Sandbox, customer: string, name: keyof typeof cards): Promise<string> {
  const setup = await sandbox.stripe('POST', '/v1/setup_intents', {
    'customer': customer, 'usage': 'off_session', 'automatic_payment_methods[enabled]': 'true',
  }) // prettier-ignore
  await sandbox.confirm(String(setup.client_secret), cards[name])
  await sandbox.authenticate(String(setup.id))
  const done = await sandbox.stripe('GET', `/v1/setup_intents/${String(setup.id)}`)
  return String(done.payment_method)
}

/** The bank of the cardholder takes a payment back. @returns the dispute's reference */
async function openDispute(sandbox: Sandbox, paymentReference: string): Promise<string> {
  const opened = await sandbox.process.json<{ id: string }>('POST', `/_stripe/payments/${paymentReference}/dispute`, {})
  return opened.id
} // prettier-ignore

const settings = (sandbox: Sandbox) => ({
  id: newId(),
  config: { baseUrl: sandbox.url, scriptUrl: `${sandbox.url}/stripe/stripe.js`, publishableKey: stripeKeys.publishableKey, isLive: false, timeoutMs: 800 },
  secrets: { secretKey: stripeKeys.secretKey, webhookSecret: stripeKeys.webhookSecret },
}) // prettier-ignore

test.group('Stripe', (group) => {
  const sandbox = useSandbox(group)
  paymentDriverSuite({
    driver: stripeDriver,
    sandbox,
    settings,
    card: saveCard,
    wrongSecrets: { secretKey: 'sk_test_wrong_key_12345' },
    knowsKeys: true,
    unsayable: money(12345n, 'KWD'),
    stampsMessages: true,
    async pay(stripe, { clientSecret }) {
      await stripe.confirm(clientSecret!)
    },
    async taken(stripe) {
      const { charges } = await stripe.state<{ charges: { amount_captured: number; currency: string }[] }>(
        'stripe'
      )
      return charges
        .filter((charge) => charge.amount_captured > 0)
        .map((charge) => ({ amount: charge.amount_captured, currency: charge.currency.toUpperCase() }))
    },
    fault: (stripe, fault, times) =>
      stripe.fault('stripe', fault === 'error' ? 'error_500' : fault, {
        times,
        route: 'POST /v1/payment_intents',
      }),
    dispute: openDispute,
    decideDispute: async (stripe, reference, outcome) =>
      void (await stripe.process.json('POST', `/_stripe/disputes/${reference}/${outcome}`, {})),
    signed(_settings, { at, body, secret = stripeKeys.webhookSecret }) {
      const rawBody = body ?? JSON.stringify(event({}))
      const stamp = Math.floor(at.getTime() / 1000)
      const mac = createHmac('sha256', secret).update(`${stamp}.${rawBody}`).digest('hex')
      return {
        rawBody,
        headers: { 'stripe-signature': `t=${stamp},v1=${'0'.repeat(64)},v1=${mac},v0=${mac}` },
      }
    },
  })
})

test.group('Stripe requests', (group) => {
  const sandbox = useSandbox(group)

  test('every request is one that the published interface allows, with a key where it acts', async ({
    assert,
    cleanup,
  }) => {
    const between = await listenBetween(sandbox().url)
    cleanup(() => between.close())
    const tenant = await createTenant()
    const own = settings(sandbox())
    const line = stripeDriver.connect(
      { ...own, config: { ...own.config, baseUrl: between.url } },
      { kind: 'payment', id: newId() }
    )
    await as(tenant, async () => {
      const marks = { tenant_id: tenant.id, order_id: newId() }
      const made = await line.ensureCustomer({
        customerId: newId(),
        name: 'Ada',
        email: 'ada@example.test',
        marks,
        idempotencyKey: newId(),
      })
      const customerReference = made.ok ? made.value.reference : ''
      const card = await saveCard(sandbox(), customerReference, 'good')
      const common = { money: money(1401n, 'EUR'), customerReference, marks, savesMethod: true, description: 'Example INV-000001', ...places } // prettier-ignore
      const request = () => ({ ...common, paymentId: newId(), idempotencyKey: newId() })
      const held = await line.beginPayment({ ...request(), capture: 'manual', methodReference: card })
      const reference = held.ok ? held.value.reference : ''
      await line.capture({ reference, money: money(1000n, 'EUR'), idempotencyKey: newId() })
      const open = await line.beginPayment({ ...request(), capture: 'automatic', methodReference: null })
      await line.cancel({ reference: open.ok ? open.value.reference : '', idempotencyKey: newId() })
      await line.chargeSavedMethod({ ...request(), capture: 'automatic', methodReference: card })
      await line.findPayment(reference)
      await line.searchPayment({ paymentId: newId(), customerReference })
      const setup = await line.beginSetup({
        setupId: newId(),
        customerReference,
        marks,
        ...places,
        idempotencyKey: newId(),
      })
      await line.findSetup(setup.ok ? setup.value.reference : '')
      await line.detachMethod(card)
      const refund = { refundId: newId(), paymentReference: reference, note: null, marks, idempotencyKey: newId() } // prettier-ignore
      const given = await line.refunds!.refund({ ...refund, money: money(400n, 'EUR') })
      await line.refunds!.findRefund(given.ok ? given.value.reference : '')
      await line.refunds!.listRefunds(reference)
      const dispute = await openDispute(sandbox(), reference)
      await line.disputes!.findDispute(dispute)
      await line.disputes!.listDisputes(new Date(0))
      await line.disputes!.answerDispute({
        reference: dispute,
        evidence,
        isAppeal: false,
        idempotencyKey: newId(),
      })
      await line.disputes!.acceptDispute({ reference: dispute, idempotencyKey: newId() })
      await sandbox().control(`/_stripe/disputes/${dispute}/appeal`)
      const appealable = await line.disputes!.findDispute(dispute)
      assert.deepInclude(appealable.ok ? appealable.value : {}, {
        state: 'needs_response',
        isAppeal: true,
        isAnswered: false,
      })
      const appealed = await line.disputes!.answerDispute({
        reference: dispute,
        evidence,
        isAppeal: true,
        idempotencyKey: newId(),
      })
      assert.deepInclude(appealed.ok ? appealed.value : {}, {
        state: 'under_review',
        isAppeal: true,
        isAnswered: true,
      })
      await line.readMandate!('mandate_of_nobody')
      assert.deepEqual(await line.isCustomerKept!(customerReference), { ok: true, value: true })
    })
    assert.isAbove(between.seen.length, 10)
    assert.isTrue(between.seen.every(({ headers }) => headers['stripe-version'] === '2026-10-28.endive'))
    assert.deepEqual(complaintsAbout(between.seen), [])
    const uploads = between.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/files')
    assert.lengthOf(uploads, 2 * evidence.files.length)
    assert.isTrue(
      between.seen.some(({ body }) =>
        /evidence%5B(receipt|service_documentation|uncategorized_file)%5D=file_|evidence\[\w+\]=file_/.test(
          body
        )
      )
    )
  }).skip(!hasDescription, `Skipped: ${descriptionFile} is not at hand.`)
})

test.group('Files of an evidence at Stripe', () => {
  test('{kinds} go into {fields}')
    .with([
      { kinds: ['invoice'], fields: ['receipt'] },
      { kinds: ['invoice', 'invoice'], fields: ['receipt', 'uncategorized_file'] },
      { kinds: ['other', 'other', 'activity'], fields: ['uncategorized_file', 'service_documentation', 'customer_communication'] },
      { kinds: ['mails', 'invoice', 'other', 'activity'], fields: ['customer_communication', 'receipt', 'uncategorized_file', 'service_documentation'] },
    ] as const)
    .run(({ assert }, { kinds, fields }) => {
      const placed = placeFiles(kinds.map((kind) => ({ kind })))
      assert.deepEqual(placed.ok && [...placed.value.keys()].toSorted(), [...fields].toSorted())
    })

  test('more than there are fields for are refused with how many fit', ({ assert }) => {
    const placed = placeFiles(Array.from({ length: 9 }, () => ({ kind: 'invoice' as const })))
    assert.deepEqual(placed, { ok: false, error: { fits: 8 } })
  })
}) // prettier-ignore

const event = (change: object) => ({
  id: 'evt_1', object: 'event', api_version: '2026-10-28.endive', created: 1, livemode: false, type: 'payment_intent.succeeded',
  data: { object: { id: 'pi_1', metadata: { payment_id: newId() } } }, ...change,
}) // prettier-ignore

test.group('Stripe messages', () => {
  test('{type} in {api_version}, live {livemode}, is about {about}, parked: {isParked}')
    .with([
      {
        type: 'payment_intent.succeeded',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'payment',
        isParked: false,
      },
      {
        type: 'setup_intent.succeeded',
        api_version: '2026-09-30.endive',
        livemode: false,
        about: 'setup',
        isParked: false,
      },
      {
        type: 'payment_method.detached',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'method',
        isParked: false,
      },
      {
        type: 'charge.dispute.created',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'dispute',
        isParked: false,
      },
      {
        type: 'radar.early_fraud_warning.created',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'fraud_warning',
        isParked: false,
      },
      {
        type: 'refund.failed',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'refund',
        isParked: false,
      },
      {
        type: 'mandate.updated',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'mandate',
        isParked: false,
      },
      {
        type: 'customer.deleted',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'customer',
        isParked: false,
      },
      {
        type: 'review.opened',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'payment',
        isParked: false,
      },
      {
        type: 'a.new_kind',
        api_version: '2026-10-28.endive',
        livemode: false,
        about: 'nothing',
        isParked: false,
      },
      {
        type: 'payment_intent.succeeded',
        api_version: '2027-03-31.fennel',
        livemode: false,
        about: 'payment',
        isParked: true,
      },
      {
        type: 'payment_intent.succeeded',
        api_version: '2026-10-28.endive',
        livemode: true,
        about: 'payment',
        isParked: true,
      },
    ])
    .run(async ({ assert }, { about, isParked, ...change }) => {
      const at = new Date()
      const rawBody = JSON.stringify(event(change))
      const stamp = Math.floor(at.getTime() / 1000)
      const mac = createHmac('sha256', stripeKeys.webhookSecret).update(`${stamp}.${rawBody}`).digest('hex')
      const own = {
        id: newId(),
        config: { isLive: false },
        secrets: { secretKey: '', webhookSecret: stripeKeys.webhookSecret },
      }
      const read = await stripeDriver.readMessage(own, {
        rawBody,
        headers: { 'stripe-signature': `t=${stamp},v1=${mac}` },
        now: at,
      })
      assert.deepEqual(read.ok ? [read.value.about, read.value.parkedBecause !== null] : 'forged', [
        about,
        isParked,
      ])
    })
})

test.group('Stripe declines', () => {
  test('{code}/{decline_code} with advice {advice_code} is {kind}, hard: {isHard}, told as {told}')
    .with([
      {
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        advice_code: undefined,
        kind: 'declined',
        isHard: false,
        told: 'insufficient_funds',
      },
      {
        code: 'card_declined',
        decline_code: 'stolen_card',
        advice_code: undefined,
        kind: 'declined',
        isHard: true,
        told: 'card_declined',
      },
      {
        code: 'expired_card',
        decline_code: undefined,
        advice_code: undefined,
        kind: 'declined',
        isHard: true,
        told: 'expired_card',
      },
      {
        code: 'authentication_required',
        decline_code: 'authentication_required',
        advice_code: undefined,
        kind: 'action_required',
        isHard: false,
        told: 'authentication_required',
      },
      {
        code: 'card_declined',
        decline_code: 'generic_decline',
        advice_code: 'do_not_try_again',
        kind: 'declined',
        isHard: true,
        told: 'generic_decline',
      },
      {
        code: 'card_declined',
        decline_code: 'a_code_of_tomorrow',
        advice_code: undefined,
        kind: 'declined',
        isHard: false,
        told: 'a_code_of_tomorrow',
      },
      {
        code: 'amount_too_small',
        decline_code: undefined,
        advice_code: undefined,
        kind: 'misconfigured',
        isHard: true,
        told: 'amount_too_small',
      },
    ])
    .run(({ assert }, { kind, isHard, told, ...refusal }) => {
      const decline = toDecline(refusal)
      assert.deepEqual([decline.kind, decline.isHard, decline.code], [kind, isHard, told])
      assert.notMatch(decline.message, /stolen|lost|fraud/i)
    })
})

test.group('A charge that Stripe refuses for its card', () => {
  test('{what}: {type}')
    .with([
      { what: 'a card that is not known', param: 'payment_method', code: 'resource_missing', message: 'No such PaymentMethod', isCharge: true, type: 'declined' },
      { what: 'a card that was removed meanwhile', param: 'payment_method', code: undefined, message: 'The provided PaymentMethod was detached from a Customer.', isCharge: true, type: 'declined' },
      { what: 'a card that it does not take', param: 'payment_method', code: 'payment_method_not_available', message: 'Not available', isCharge: true, type: 'misconfigured' },
      { what: 'another field', param: 'amount', code: 'resource_missing', message: 'No', isCharge: true, type: 'misconfigured' },
      { what: 'the same of what is no charge', param: 'payment_method', code: 'resource_missing', message: 'No', isCharge: false, type: 'misconfigured' },
    ])
    .run(async ({ assert }, { param, code, message, isCharge, type }) => {
      const refusal = Stripe.errors.StripeError.generate({ type: 'invalid_request_error', param, code, message, statusCode: 400 } as never)
      const never = () => {
        throw new Error('There is no payment in it')
      }
      const outcome = await outcomeOf(() => Promise.reject(refusal), isCharge ? { toPayment: never } : {})
      const { error } = outcome as { error: GatewayFailure }
      assert.equal(error.type, type)
      if (error.type === 'declined') assert.deepEqual([error.decline.isHard, error.payment], [true, null])
    })
}) // prettier-ignore

test.group('Stripe amounts', () => {
  test('the least that is charged in {currency} is {least}')
    .with([
      { currency: 'EUR', least: 50n },
      { currency: 'JPY', least: 50n },
      { currency: 'HUF', least: 17500n },
      { currency: 'ISK', least: null },
    ])
    .run(({ assert }, { currency, least }) => assert.equal(stripeDriver.smallestCharge(currency), least))

  test('{amount} {currency} are {theirs} to Stripe')
    .with([
      { amount: 1401n, currency: 'EUR', theirs: 1401 },
      { amount: 500n, currency: 'JPY', theirs: 500 },
      { amount: 5n, currency: 'ISK', theirs: 500 },
      { amount: 12340n, currency: 'KWD', theirs: 12340 },
      { amount: 12345n, currency: 'KWD', theirs: null },
      { amount: 500n, currency: 'MGA', theirs: 5 },
      { amount: 501n, currency: 'MGA', theirs: null },
    ])
    .run(({ assert }, { amount, currency, theirs }) => {
      assert.equal(toStripeAmount({ amount, currency }), theirs)
      if (theirs !== null) assert.equal(fromStripeAmount(theirs, currency.toLowerCase()), amount)
    })
})
