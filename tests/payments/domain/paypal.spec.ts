import { test } from '@japa/runner'
import { money } from '#app/shared/money/money'
import { fromAmount, takesCurrency, toAmount } from '#app/payments/drivers/paypal/amounts'
import type { Order } from '#app/payments/drivers/paypal/api_types'
import { checkChain, isAllowedAddress } from '#app/payments/drivers/paypal/certificates'
import { checkConfig, readConfig } from '#app/payments/drivers/paypal/config'
import { translateDispute } from '#app/payments/drivers/paypal/disputes'
import { failureOf } from '#app/payments/drivers/paypal/failures'
import { aboutOf, objectOf, type PayPalEvent } from '#app/payments/drivers/paypal/messages'
import { kindOf, toMovement } from '#app/payments/drivers/paypal/payouts'
import { PayPalRefusal } from '#app/payments/drivers/paypal/refusals'
import { toGatewayPayment } from '#app/payments/drivers/paypal/translate'
import { chainOf, trustRoot } from '#tests/support/paypal_sandbox'

test.group('PayPal amounts', () => {
  test('{amount} {currency} are {value} to PayPal')
    .with([
      { amount: 1401n, currency: 'EUR', value: '14.01' },
      { amount: 5n, currency: 'USD', value: '0.05' },
      { amount: 1500n, currency: 'JPY', value: '1500' },
      { amount: 150_000n, currency: 'HUF', value: '1500' },
      { amount: 150_050n, currency: 'HUF', value: null },
      { amount: 100n, currency: 'TWD', value: '1' },
      { amount: 1000n, currency: 'KWD', value: null },
      { amount: 1000n, currency: 'ISK', value: null },
      { amount: -1n, currency: 'EUR', value: null },
    ])
    .run(({ assert }, { amount, currency, value }) => {
      const told = toAmount(money(amount, currency))
      assert.equal(told?.value ?? null, value)
      if (told) assert.deepEqual(fromAmount(told), money(amount, currency))
    })

  test('what PayPal tells is taken exactly or not at all', ({ assert }) => {
    assert.deepEqual(fromAmount({ currency_code: 'EUR', value: '-0.65' }), money(-65n, 'EUR'))
    assert.deepEqual(fromAmount({ currency_code: 'EUR', value: '3' }), money(300n, 'EUR'))
    assert.deepEqual(fromAmount({ currency_code: 'JPY', value: '1500.00' }), money(1500n, 'JPY'))
    assert.throws(() => fromAmount({ currency_code: 'EUR', value: '1.005' }), /finer/)
    assert.throws(() => fromAmount({ currency_code: 'EUR', value: '1,00' }), /none/)
    assert.deepEqual(['EUR', 'RUB', 'INR'].map(takesCurrency), [true, false, false])
  })
})

const capture = (status: string, value = '14.01') => ({
  id: 'C1',
  status,
  amount: { currency_code: 'EUR', value },
})
const held = (status: string) => ({ id: 'A1', status, amount: { currency_code: 'EUR', value: '14.01' }, expiration_time: '2026-12-25T00:00:00Z' }) // prettier-ignore
const order = (status: string, payments: object = {}): Order => ({
  id: 'O1',
  status,
  create_time: '2026-11-26T10:00:00Z',
  purchase_units: [{ amount: { currency_code: 'EUR', value: '14.01' }, custom_id: 'pay-1', payments }],
  links: [{ href: 'https://www.paypal.com/checkoutnow?token=O1', rel: 'payer-action' }],
})

test.group('PayPal orders', () => {
  test('an order that is {status} with {what} is {state}, {captured} taken')
    .with([
      {
        status: 'PAYER_ACTION_REQUIRED',
        what: 'nothing',
        payments: {},
        state: 'awaiting_method',
        captured: 0n,
      },
      { status: 'APPROVED', what: 'nothing', payments: {}, state: 'approved', captured: 0n },
      { status: 'VOIDED', what: 'nothing', payments: {}, state: 'cancelled', captured: 0n },
      {
        status: 'COMPLETED',
        what: 'a capture',
        payments: { captures: [capture('COMPLETED')] },
        state: 'succeeded',
        captured: 1401n,
      },
      {
        status: 'COMPLETED',
        what: 'a pending capture',
        payments: { captures: [capture('PENDING')] },
        state: 'processing',
        captured: 0n,
      },
      {
        status: 'COMPLETED',
        what: 'a declined capture',
        payments: { captures: [capture('DECLINED')] },
        state: 'awaiting_method',
        captured: 0n,
      },
      {
        status: 'COMPLETED',
        what: 'a refunded capture',
        payments: { captures: [capture('REFUNDED')] },
        state: 'succeeded',
        captured: 1401n,
      },
      {
        status: 'COMPLETED',
        what: 'money held',
        payments: { authorizations: [held('CREATED')] },
        state: 'authorised',
        captured: 0n,
      },
      {
        status: 'COMPLETED',
        what: 'money let go',
        payments: { authorizations: [held('VOIDED')] },
        state: 'cancelled',
        captured: 0n,
      },
      {
        status: 'COMPLETED',
        what: 'money held too long',
        payments: { authorizations: [held('EXPIRED')] },
        state: 'cancelled',
        captured: 0n,
      },
      {
        status: 'COMPLETED',
        what: 'money not held',
        payments: { authorizations: [held('DENIED')] },
        state: 'awaiting_method',
        captured: 0n,
      },
      {
        status: 'COMPLETED',
        what: 'a part taken of what was held',
        payments: { authorizations: [held('PARTIALLY_CAPTURED')], captures: [capture('COMPLETED', '10.00')] },
        state: 'succeeded',
        captured: 1000n,
      },
    ]) // prettier-ignore
    .run(({ assert }, { status, payments, state, captured }) => {
      const payment = toGatewayPayment(order(status, payments), { isLive: false })
      assert.deepEqual([payment.state, payment.captured, payment.paymentId], [state, captured, 'pay-1'])
      assert.equal(payment.page !== null, state === 'awaiting_method')
      const wasRefused =
        JSON.stringify(payments).includes('DECLINED') || JSON.stringify(payments).includes('DENIED')
      assert.equal(payment.decline !== null, wasRefused)
    })

  test('a status that nobody knows is never guessed', ({ assert }) => {
    assert.throws(() => toGatewayPayment(order('SOMETHING_NEW'), { isLive: false }), /SOMETHING_NEW/)
    assert.throws(
      () => toGatewayPayment(order('COMPLETED', { captures: [capture('ODD')] }), { isLive: false }),
      /ODD/
    )
  })
})

test.group('PayPal failures', () => {
  test('{status} {issue} is {type}, hard: {isHard}')
    .with([
      { status: 422, issue: 'INSTRUMENT_DECLINED', type: 'declined', isHard: false },
      { status: 422, issue: 'PAYER_ACCOUNT_LOCKED_OR_CLOSED', type: 'declined', isHard: true },
      { status: 422, issue: 'TOKEN_ID_NOT_FOUND', type: 'declined', isHard: true },
      { status: 422, issue: 'PAYER_ACTION_REQUIRED', type: 'action_required', isHard: false },
      { status: 422, issue: 'MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED', type: 'declined', isHard: false },
      { status: 422, issue: 'PAYEE_ACCOUNT_RESTRICTED', type: 'misconfigured', isHard: null },
      { status: 422, issue: 'NOT_ENABLED_TO_VAULT_PAYMENT_SOURCE', type: 'misconfigured', isHard: null },
      { status: 422, issue: 'AN_ISSUE_OF_TOMORROW', type: 'misconfigured', isHard: null },
      { status: 422, issue: 'ORDER_COMPLETION_IN_PROGRESS', type: 'unknown', isHard: null },
      { status: 404, issue: 'INVALID_RESOURCE_ID', type: 'declined', isHard: false },
      { status: 403, issue: 'PERMISSION_DENIED', type: 'misconfigured', isHard: null },
      { status: 401, issue: 'invalid_client', type: 'misconfigured', isHard: null },
      { status: 409, issue: 'RESOURCE_CONFLICT', type: 'unknown', isHard: null },
      { status: 429, issue: 'RATE_LIMIT_REACHED', type: 'retry_later', isHard: null },
      { status: 503, issue: 'SERVICE_UNAVAILABLE', type: 'unknown', isHard: null },
    ])
    .run(({ assert }, { status, issue, type, isHard }) => {
      const refusal = new PayPalRefusal({
        status,
        body: { details: [{ issue }], debug_id: 'd1' },
        debugId: null,
      })
      const failure = failureOf(refusal)
      assert.equal(failure.type, type)
      if ('decline' in failure) {
        assert.equal(failure.decline.isHard, isHard)
        assert.match(failure.decline.message, /\.$/)
      } else if ('reason' in failure && type === 'misconfigured') assert.include(failure.reason, 'd1')
    })

  test('a question that was not answered is asked again, and never called unknown', ({ assert }) => {
    const refusal = new PayPalRefusal({ status: 500, body: null, debugId: 'd2' })
    assert.equal(failureOf(refusal, { isReading: true }).type, 'retry_later')
  })
})

test.group('PayPal messages', () => {
  const custom = '0190a000-0000-7000-8000-00000000000a'
  const related = { supplementary_data: { related_ids: { order_id: 'O1' } } }

  test('{type} is about {about}, {reference}, ours: {isOurs}')
    .with([
      {
        type: 'CHECKOUT.ORDER.APPROVED',
        resource: { id: 'O1', purchase_units: [{ custom_id: custom }] },
        about: 'payment',
        reference: 'O1',
        isOurs: true,
      },
      {
        type: 'PAYMENT.CAPTURE.COMPLETED',
        resource: { id: 'C1', custom_id: custom, ...related },
        about: 'payment',
        reference: 'O1',
        isOurs: true,
      },
      {
        type: 'PAYMENT.CAPTURE.PENDING',
        resource: { id: 'C1', custom_id: 'INV-1' },
        about: 'payment',
        reference: 'C1',
        isOurs: false,
      },
      {
        type: 'PAYMENT.CAPTURE.REFUNDED',
        resource: { id: 'R1', custom_id: custom },
        about: 'refund',
        reference: 'R1',
        isOurs: true,
      },
      {
        type: 'PAYMENT.CAPTURE.REVERSED',
        resource: { id: 'C1' },
        about: 'reversal',
        reference: 'C1',
        isOurs: false,
      },
      {
        type: 'PAYMENT.AUTHORIZATION.VOIDED',
        resource: { id: 'A1', ...related },
        about: 'payment',
        reference: 'O1',
        isOurs: false,
      },
      {
        type: 'CUSTOMER.DISPUTE.CREATED',
        resource: { dispute_id: 'PP-D-1' },
        about: 'dispute',
        reference: 'PP-D-1',
        isOurs: false,
      },
      {
        type: 'VAULT.PAYMENT-TOKEN.DELETED',
        resource: { id: 'tok' },
        about: 'method',
        reference: 'tok',
        isOurs: false,
      },
      {
        type: 'VAULT.PAYMENT-TOKEN.CREATED',
        resource: { id: 'tok', metadata: { order_id: 'O1' } },
        about: 'payment',
        reference: 'O1',
        isOurs: false,
      },
      {
        type: 'RISK.DISPUTE.CREATED',
        resource: { id: 'x' },
        about: 'nothing',
        reference: 'x',
        isOurs: false,
      },
    ]) // prettier-ignore
    .run(({ assert }, { type, resource, about, reference, isOurs }) => {
      const event: PayPalEvent = { id: 'WH-1', event_type: type, resource }
      assert.equal(aboutOf(event), about)
      const object = objectOf(event, aboutOf(event))
      assert.deepEqual([object.objectReference, object.ownId], [reference, isOurs ? custom : null])
    })
})

test.group('PayPal certificates', () => {
  const standIn = { environment: 'sandbox', baseUrl: 'http://127.0.0.1:3334/paypal', trustRoot }
  const of = (config: object) => readConfig({ id: 'g', config: { ...config }, secrets: {} })

  test('{url} is fetched with {what}: {isAllowed}')
    .with([
      { what: 'live', url: 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42', isAllowed: true },
      { what: 'live', url: 'http://api.paypal.com/v1/notifications/certs/CERT-360caa42', isAllowed: false },
      { what: 'live', url: 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1', isAllowed: false },
      {
        what: 'live',
        url: 'https://api.paypal.com.evil.test/v1/notifications/certs/CERT-1',
        isAllowed: false,
      },
      {
        what: 'live',
        url: 'https://api.paypal.com@evil.test/v1/notifications/certs/CERT-1',
        isAllowed: false,
      },
      { what: 'live', url: 'https://api.paypal.com/v1/notifications/certs/../../x', isAllowed: false },
      { what: 'live', url: 'https://api.paypal.com/v1/notifications/certs/CERT-1?x=1', isAllowed: false },
      { what: 'live', url: 'http://127.0.0.1:3334/paypal/v1/notifications/certs/CERT-1', isAllowed: false },
      {
        what: 'sandbox',
        url: 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1',
        isAllowed: true,
      },
      { what: 'standIn', url: 'http://127.0.0.1:3334/paypal/v1/notifications/certs/CERT-1', isAllowed: true },
      {
        what: 'standIn',
        url: 'http://127.0.0.1:3335/paypal/v1/notifications/certs/CERT-1',
        isAllowed: false,
      },
      { what: 'standIn', url: 'nonsense', isAllowed: false },
    ])
    .run(({ assert }, { what, url, isAllowed }) => {
      const config = what === 'standIn' ? standIn : { environment: what }
      assert.equal(isAllowedAddress(of(config), url), isAllowed)
    })

  test('{what} is trusted: {isTrusted}')
    .with([
      { what: 'the whole chain', pem: chainOf('signer', 'intermediate'), at: '2026-03-01', isTrusted: true },
      {
        what: 'a chain in another order',
        pem: chainOf('signer', 'stranger', 'intermediate'),
        at: '2026-03-01',
        isTrusted: true,
      },
      { what: 'a leaf without its chain', pem: chainOf('signer'), at: '2026-03-01', isTrusted: false },
      { what: "a stranger's certificate", pem: chainOf('stranger'), at: '2026-03-01', isTrusted: false },
      {
        what: 'one for another name',
        pem: chainOf('other_name', 'intermediate'),
        at: '2026-03-01',
        isTrusted: false,
      },
      {
        what: 'one that has run out',
        pem: chainOf('expired', 'intermediate'),
        at: '2026-03-01',
        isTrusted: false,
      },
      {
        what: 'one before its time',
        pem: chainOf('signer', 'intermediate'),
        at: '2023-03-01',
        isTrusted: false,
      },
      {
        what: 'the chain after its time',
        pem: chainOf('signer', 'intermediate'),
        at: '2055-03-01',
        isTrusted: false,
      },
      { what: 'an authority as leaf', pem: chainOf('intermediate'), at: '2026-03-01', isTrusted: false },
      { what: 'no certificate', pem: 'hello', at: '2026-03-01', isTrusted: false },
    ]) // prettier-ignore
    .run(({ assert }, { pem, at, isTrusted }) => {
      assert.equal(checkChain({ trustRoot }, pem, new Date(at)).ok, isTrusted)
      assert.isFalse(checkChain({ trustRoot: null }, pem, new Date(at)).ok, 'with the system’s authorities')
    })

  test('a stand-in is never trusted with real money')
    .with([
      { change: { environment: 'live' }, complains: true },
      { change: { baseUrl: 'https://api-m.sandbox.paypal.com' }, complains: true },
      { change: { trustRoot: chainOf('signer') }, complains: true },
      { change: { isLive: true }, complains: true },
      { change: {}, complains: false },
    ])
    .run(({ assert }, { change, complains }) => {
      const config = { ...standIn, clientId: 'client-of-the-app', ...change }
      const complaints = checkConfig({ id: 'g', config, secrets: { clientSecret: 'secret-of-the-app' } })
      assert.equal(complaints.length > 0, complains)
    })
})

test.group('PayPal reports and disputes', () => {
  test('a payment is known by its order, its fee is positive, and the rest adds up', ({ assert }) => {
    const info = {
      transaction_id: 'C1',
      paypal_reference_id: 'O1',
      paypal_reference_id_type: 'ODR',
      transaction_event_code: 'T0006',
      transaction_initiation_date: '2026-11-26T10:00:00Z',
      transaction_amount: { currency_code: 'EUR', value: '14.01' },
      fee_amount: { currency_code: 'EUR', value: '-0.70' },
      transaction_status: 'S',
    }
    const { kind, objectReference, gross, fee, net } = toMovement({ transaction_info: info })
    assert.deepEqual([kind, objectReference, gross, fee, net], ['payment', 'O1', 1401n, 70n, 1331n])
    assert.deepEqual(['T1107', 'T0403', 'T1201', 'T1202', 'T0200', 'T0106'].map(kindOf), [
      'refund',
      'payout',
      'dispute',
      'dispute_reversed',
      'adjustment',
      'fee',
    ])
  })

  test('a dispute {status} in {stage} with {outcome} is {state}')
    .with([
      { status: 'OPEN', stage: 'INQUIRY', outcome: null, state: 'inquiry' },
      { status: 'WAITING_FOR_SELLER_RESPONSE', stage: 'CHARGEBACK', outcome: null, state: 'needs_response' },
      { status: 'UNDER_REVIEW', stage: 'CHARGEBACK', outcome: null, state: 'under_review' },
      { status: 'RESOLVED', stage: 'CHARGEBACK', outcome: 'RESOLVED_SELLER_FAVOUR', state: 'won' },
      { status: 'RESOLVED', stage: 'CHARGEBACK', outcome: 'RESOLVED_BUYER_FAVOUR', state: 'lost' },
      { status: 'RESOLVED', stage: 'CHARGEBACK', outcome: 'ACCEPTED', state: 'accepted' },
      { status: 'RESOLVED', stage: 'INQUIRY', outcome: 'CANCELED_BY_BUYER', state: 'withdrawn' },
      { status: 'RESOLVED', stage: 'CHARGEBACK', outcome: 'A_WORD_OF_TOMORROW', state: 'under_review' },
    ])
    .run(({ assert }, { status, stage, outcome, state }) => {
      const dispute = {
        dispute_id: 'PP-D-1',
        reason: 'UNAUTHORISED',
        status,
        dispute_life_cycle_stage: stage,
        dispute_amount: { currency_code: 'EUR', value: '14.01' },
        create_time: '2026-11-26T10:00:00Z',
        ...(outcome ? { dispute_outcome: { outcome_code: outcome } } : {}),
      }
      const read = translateDispute(dispute, 'O1')
      assert.deepEqual([read.state, read.reason, read.money], [state, 'fraudulent', money(1401n, 'EUR')])
    })

  test('evidence of {source} while PayPal says {status} answers it: {answered}')
    .with([
      { source: 'SUBMITTED_BY_SELLER', status: 'UNDER_REVIEW', answered: true },
      { source: 'SUBMITTED_BY_BUYER', status: 'UNDER_REVIEW', answered: false },
      { source: 'SUBMITTED_BY_SELLER', status: 'WAITING_FOR_SELLER_RESPONSE', answered: false },
    ])
    .run(({ assert }, { source, status, answered }) => {
      const dispute = {
        dispute_id: 'PP-D-1',
        reason: 'UNAUTHORISED',
        status,
        dispute_life_cycle_stage: 'CHARGEBACK',
        dispute_amount: { currency_code: 'EUR', value: '14.01' },
        create_time: '2026-11-26T10:00:00Z',
        evidences: [{ source }],
      }
      assert.equal(translateDispute(dispute, 'O1').isAnswered, answered)
    })
})
