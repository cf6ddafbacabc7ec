import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { type Money, money } from '#app/shared/money/money'
import type { Result } from '#app/shared/result'
import type {
  GatewayConnection,
  GatewayFailure,
  GatewayMethod,
  GatewayPayment,
  GatewaySettings,
  GatewaySetup,
  Outcome,
  PaymentDriver,
  PaymentRequest,
} from '#app/payments/drivers/contract'
import { refundSuite } from '#tests/payments/drivers/refund_conformance'
import { freePort } from '#tests/sandbox/sandbox_process'
import type { Sandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

/** What the suite needs to know of a driver and its stand-in; nothing in it names a gateway. */
export interface Subject {
  driver: PaymentDriver
  sandbox: () => Sandbox
  settings(sandbox: Sandbox): GatewaySettings
  /** Secrets of the right form that open nothing. */
  wrongSecrets: Record<string, string>
  /** References of methods that behave as their names say, ready to be charged without their customer; null where none are kept. */
  card:
    | ((
        sandbox: Sandbox,
        customerReference: string,
        behaviour: 'good' | 'declined' | 'needs_authentication'
      ) => Promise<string>)
    | null
  /** What the customer does in the gateway's form, on its page or with a wallet. */
  pay(sandbox: Sandbox, begun: GatewayPayment | GatewaySetup): Promise<void>
  /** Money that the stand-in really took, in the gateway's own count. */
  taken(sandbox: Sandbox): Promise<{ amount: number; currency: string }[]>
  /** A bank takes a payment back; for drivers that know disputes. @returns the dispute's reference */
  dispute?(sandbox: Sandbox, paymentReference: string): Promise<string>
  decideDispute?(sandbox: Sandbox, reference: string, outcome: 'won' | 'lost'): Promise<void>
  /** Strikes the call that makes a payment. */
  fault(sandbox: Sandbox, fault: 'timeout_before' | 'timeout_after' | 'error', times: number): Promise<void>
  /** Whether the gateway knows idempotency keys, so that a lost call may be made again at once. */
  knowsKeys: boolean
  /** What it cannot say exactly; null when it can say everything. */
  unsayable: Money | null
  /** Whether signatures hold the time at which they were made. */
  stampsMessages: boolean
  /** How old a message may be, where it is more than some minutes. */
  oldAfterSeconds?: number
  /** Amounts that it can say; those of a card processor where it names none. */
  amounts?: { amount: bigint; currency: string }[]
  /** What is known of a method that was saved; the last digits of the common test card where nothing is named. */
  savedMethod?: Partial<GatewayMethod>
  signed(
    settings: GatewaySettings,
    options: { at: Date; body?: string; secret?: string }
  ): { rawBody: string; headers: Record<string, string> }
}

const cardAmounts = [
  { amount: 1401n, currency: 'EUR' },
  { amount: 1500n, currency: 'JPY' },
  { amount: 12340n, currency: 'KWD' },
  { amount: 700n, currency: 'ISK' },
]

/** What nobody should send, and somebody will: a signature says who wrote it, not that they wrote sense. */
const oddMessages = [
  '', '{', 'null', '5', '"x"', '[]', '{}', '{"id":null}', '{"id":{"a":1},"type":[],"event_type":7}',
  '{"id":"e1","type":"payment_intent.succeeded","data":null}',
  '{"id":"e1","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered","related_object":null}',
  '{"id":"e1","type":"radar.early_fraud_warning.created","data":{"object":{"id":5,"metadata":[]}}}',
  '{"id":"WH-1","event_version":"1.0","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":null}',
  '{"id":"WH-1","event_version":"1.0","event_type":"CHECKOUT.ORDER.APPROVED","resource":{"id":[],"purchase_units":{"a":1},"supplementary_data":null}}',
  '{"deliveryId":5,"type":"InvoiceSettled","invoiceId":{},"metadata":null}',
  '{"eventType":5,"data":null,"checkout":[1]}',
  '{"type":"checkout.payment.success","data":{"id":7,"metadata":"no"}}',
] // prettier-ignore

/** The suite that every payment driver passes. */
export function paymentDriverSuite(subject: Subject): void {
  const { driver, sandbox } = subject
  const line = async () => openLine(subject)

  test('the same request twice takes money once', async ({ assert }) => {
    const { ready, take, run } = await line()
    const charge = await ready()
    const [first, second] = [await run((c) => take(c, charge)), await run((c) => take(c, charge))]
    assert.isTrue(first.ok && second.ok && first.value.reference === second.value.reference)
    await finish(subject, first)
    assert.lengthOf(await subject.taken(sandbox()), 1)
  })

  test('a time-out after acting and then a repeat takes money once', async ({ assert }) => {
    const { customer, ready, take, run } = await line()
    const charge = await ready()
    await subject.fault(sandbox(), 'timeout_after', 3)
    assert.equal(typeOf(await run((c) => take(c, charge))), 'unknown')
    await sandbox().clearFaults()
    const found = await run((c) =>
      c.searchPayment({ paymentId: charge.paymentId, customerReference: customer })
    )
    assert.equal(found.ok ? found.value?.state : '', subject.card ? 'succeeded' : 'awaiting_method')
    const repeated = await run((c) => take(c, charge))
    assert.equal(
      repeated.ok && found.ok ? repeated.value.reference : '',
      found.ok ? found.value?.reference : 'none'
    )
    await finish(subject, repeated)
    assert.lengthOf(await subject.taken(sandbox()), 1)
  })

  test('a time-out before acting leaves nothing, and the repeat takes the money', async ({ assert }) => {
    const { customer, ready, take, run } = await line()
    const charge = await ready()
    await subject.fault(sandbox(), 'timeout_before', 3)
    assert.equal(typeOf(await run((c) => take(c, charge))), 'unknown')
    await sandbox().clearFaults()
    const found = await run((c) =>
      c.searchPayment({ paymentId: charge.paymentId, customerReference: customer })
    )
    // Where nothing is listed for certain, the gateway must not say that there is nothing.
    if (driver.capabilities.lostAnswers === 'listed') assert.isTrue(found.ok && found.value === null)
    else assert.equal(typeOf(found), 'unknown')
    const repeated = await run((c) => take(c, charge))
    assert.equal(typeOf(repeated), 'ok')
    await finish(subject, repeated)
    assert.lengthOf(await subject.taken(sandbox()), 1)
  })

  if (subject.knowsKeys) {
    test('one lost answer is made good without anybody noticing', async ({ assert }) => {
      const { ready, take, run } = await line()
      const charge = await ready()
      await subject.fault(sandbox(), 'timeout_after', 1)
      const taken = await run((c) => take(c, charge))
      assert.equal(typeOf(taken), 'ok')
      await finish(subject, taken)
      assert.lengthOf(await subject.taken(sandbox()), 1)
    })
  }

  if (subject.card) declineTests(subject, subject.card)
  if (driver.capabilities.delayedCapture) holdingTests(subject)
  else takingTests(subject)

  test('{amount} {currency} survive the way there and back')
    .with(subject.amounts ?? cardAmounts)
    .run(async ({ assert }, { amount, currency }) => {
      const { ready, take, run } = await line()
      const charge = await ready({ money: money(amount, currency) })
      const begun = await run((c) => take(c, charge))
      await finish(subject, begun)
      const read = await run((c) => c.findPayment(begun.ok ? begun.value.reference : ''))
      assert.deepEqual(read.ok ? [read.value?.money, read.value?.captured] : read.error, [
        money(amount, currency),
        amount,
      ])
    })

  if (subject.unsayable) {
    const unsayable = subject.unsayable
    test('an amount that the gateway cannot say exactly is refused, not rounded', async ({ assert }) => {
      const { request, run } = await line()
      assert.equal(typeOf(await run((c) => c.beginPayment(request({ money: unsayable })))), 'misconfigured')
    })
  }

  test('a message is believed only with its signature: {what}')
    .with([
      { what: 'signed now', secret: undefined, ageSeconds: 0, spoil: '', isForged: false },
      { what: 'signed with another secret', secret: 'whsec_other', ageSeconds: 0, spoil: '', isForged: true },
      { what: 'changed after signing', secret: undefined, ageSeconds: 0, spoil: ' ', isForged: true },
      {
        what: 'signed long ago',
        secret: undefined,
        ageSeconds: (subject.oldAfterSeconds ?? 0) + 3600,
        spoil: '',
        isForged: subject.stampsMessages,
      },
      {
        what: 'signed in the future',
        secret: undefined,
        ageSeconds: -3600,
        spoil: '',
        isForged: subject.stampsMessages,
      },
    ])
    .run(async ({ assert }, { secret, ageSeconds, spoil, isForged }) => {
      const settings = subject.settings(sandbox())
      const now = new Date('2026-03-01T09:00:00Z')
      const { rawBody, headers } = subject.signed(settings, {
        at: new Date(now.getTime() - ageSeconds * 1000),
        secret,
      })
      const read = await driver.readMessage(settings, { rawBody: rawBody + spoil, headers, now })
      assert.equal(read.ok, !isForged)
    })

  test('a message without or with a broken signature is refused', async ({ assert }) => {
    const settings = subject.settings(sandbox())
    const { rawBody, headers: good } = subject.signed(settings, { at: new Date() })
    const spoilt = (value: string) => Object.fromEntries(Object.keys(good).map((name) => [name, value]))
    for (const headers of [{}, spoilt(''), spoilt('t=x,v1=y'), spoilt('sha256=y')]) {
      assert.isFalse((await driver.readMessage(settings, { rawBody, headers, now: new Date() })).ok)
    }
  })

  test('a signed message of whatever content is read or refused, and never an accident', async ({
    assert,
  }) => {
    const settings = subject.settings(sandbox())
    for (const body of oddMessages) {
      const { rawBody, headers } = subject.signed(settings, { at: new Date(), body })
      const read = await driver.readMessage(settings, { rawBody, headers, now: new Date() })
      if (!read.ok) continue
      const { id, type, objectReference, ownId } = read.value
      const kinds = [id, type, objectReference ?? '', ownId ?? ''].map((each) => typeof each)
      assert.deepEqual(kinds, ['string', 'string', 'string', 'string'], body)
    }
  })

  test('no secret is kept with the calls, and none is in a failure', async ({ assert }) => {
    const { tenant, request, run } = await line()
    const begun = await run((c) => c.beginPayment(request({ savesMethod: driver.capabilities.savedMethods })))
    const calls = await callsOf(tenant)
    const settings = subject.settings(sandbox())
    const secrets = [
      ...Object.values(settings.secrets),
      (begun.ok && begun.value.clientSecret) || 'none of it',
    ]
    assert.isAbove(calls.length, 0)
    for (const secret of secrets) assert.notInclude(JSON.stringify(calls), secret)
    const wrong = driver.connect(
      { ...settings, secrets: { ...settings.secrets, ...subject.wrongSecrets } },
      { kind: 'payment', id: newId() }
    )
    const refused = await as(tenant, () => wrong.findPayment('pi_none'))
    assert.equal(typeOf(refused), 'misconfigured')
    const told = JSON.stringify([refused, await callsOf(tenant)])
    for (const secret of Object.values(subject.wrongSecrets)) assert.notInclude(told, secret)
  })

  test('a host that is not there was not asked, and may be asked later', async ({ assert }) => {
    const { tenant, request } = await line()
    const settings = subject.settings(sandbox())
    const nowhere = driver.connect(
      { ...settings, config: { ...settings.config, baseUrl: `http://127.0.0.1:${await freePort()}` } },
      { kind: 'payment', id: newId() }
    )
    assert.equal(typeOf(await as(tenant, () => nowhere.beginPayment(request({})))), 'retry_later')
  })

  test('what is not there is answered with nothing', async ({ assert }) => {
    const { run } = await line()
    const found = [
      await run((c) => c.findPayment('pi_nothing')),
      await run((c) => c.findSetup('seti_nothing')),
      await run((c) => c.readMethod('pm_nothing')),
    ]
    assert.isTrue(found.every((answer) => answer.ok && answer.value === null))
  })

  if (driver.capabilities.savedMethods) {
    test('a card is saved without a charge, charged later, forgotten once and for all', async ({
      assert,
    }) => {
      const { customer, request, run } = await line()
      const setupId = newId()
      const setup = await run((c) =>
        c.beginSetup({ setupId, customerReference: customer, marks: {}, idempotencyKey: newId(), ...places })
      )
      if (!setup.ok) throw new Error(setup.error.type)
      await subject.pay(sandbox(), setup.value)
      const { reference } = setup.value
      for (const idempotencyKey of ['once', 'once', 'again'])
        await run(async (c) => c.continuing?.continueSetup({ reference, setupId, idempotencyKey }))
      const done = await run((c) => c.findSetup(reference))
      const method = done.ok ? done.value!.method! : null
      for (const [name, value] of Object.entries(subject.savedMethod ?? { last4: '4242' }))
        assert.equal(method?.[name as keyof GatewayMethod], value)
      assert.isNotNull(method?.fingerprint ?? null)
      assert.equal(
        typeOf(await run((c) => c.chargeSavedMethod(request({ methodReference: method!.reference })))),
        'ok'
      )
      for (let time = 0; time < 2; time += 1)
        assert.isTrue((await run((c) => c.detachMethod(method!.reference))).ok)
      const read = await run((c) => c.readMethod(method!.reference))
      assert.isTrue(read.ok && read.value === null)
    })
  }

  refundSuite(subject)
}

function declineTests(subject: Subject, cardOf: NonNullable<Subject['card']>): void {
  const { sandbox } = subject
  const line = async () => openLine(subject)

  test('a decline is an outcome with a sentence for the customer, and takes nothing', async ({ assert }) => {
    const { customer, request, run } = await line()
    const card = await cardOf(sandbox(), customer, 'declined')
    const declined = await run((c) => c.chargeSavedMethod(request({ methodReference: card })))
    const error = declined.ok ? null : declined.error
    assert.equal(error?.type, 'declined')
    assert.match((error as GatewayFailure & { type: 'declined' }).decline.message, /\.$/)
    assert.lengthOf(await subject.taken(sandbox()), 0)
  })

  test('a bank that wants its customer is told apart from a decline', async ({ assert }) => {
    const { customer, request, run } = await line()
    const card = await cardOf(sandbox(), customer, 'needs_authentication')
    const charged = await run((c) => c.chargeSavedMethod(request({ methodReference: card })))
    assert.equal(typeOf(charged), 'action_required')
  })
}

function holdingTests(subject: Subject): void {
  const { sandbox } = subject
  const line = async () => openLine(subject)

  test('an authorisation takes nothing until it is captured, and never more than was held', async ({
    assert,
  }) => {
    const { request, run } = await line()
    const held = await authorise(subject, { request, run })
    assert.lengthOf(await subject.taken(sandbox()), 0)
    const tooMuch = await run((c) =>
      c.capture({ reference: held, money: money(1402n, 'EUR'), idempotencyKey: newId() })
    )
    assert.isFalse(tooMuch.ok)
    assert.lengthOf(await subject.taken(sandbox()), 0)
    const captured = await run((c) =>
      c.capture({ reference: held, money: money(1000n, 'EUR'), idempotencyKey: newId() })
    )
    assert.equal(captured.ok ? captured.value.captured : 0n, 1000n)
    const again = await run((c) =>
      c.capture({ reference: held, money: money(1000n, 'EUR'), idempotencyKey: newId() })
    )
    assert.equal(again.ok ? again.value.captured : 0n, 1000n)
    assert.deepEqual(await subject.taken(sandbox()), [{ amount: 1000, currency: 'EUR' }])
  })

  test('cancelling lets go what is held, may be repeated, and comes too late for what is taken', async ({
    assert,
  }) => {
    const { request, run } = await line()
    const reference = await authorise(subject, { request, run })
    for (const idempotencyKey of [newId(), newId()]) {
      const cancelled = await run((c) => c.cancel({ reference, idempotencyKey }))
      assert.equal(cancelled.ok ? cancelled.value.state : '', 'cancelled')
    }
    const late = await authorise(subject, { request, run })
    await run((c) => c.capture({ reference: late, money: money(1401n, 'EUR'), idempotencyKey: newId() }))
    const tooLate = await run((c) => c.cancel({ reference: late, idempotencyKey: newId() }))
    assert.equal(tooLate.ok ? tooLate.value.state : '', 'succeeded')
  })
}

/** Gateways that take the money when their customer pays, and cannot hold it before. */
function takingTests(subject: Subject): void {
  const { sandbox } = subject
  const line = async () => openLine(subject)

  test('what cannot be held, kept or charged is refused politely, and nothing is made of it', async ({
    assert,
  }) => {
    const { request, run } = await line()
    const wish = { ...request({}), methodReference: 'none' }
    const key = newId()
    const refused = [
      await run((c) => c.beginPayment({ ...wish, capture: 'manual' })),
      await run((c) => c.capture({ reference: 'none', money: money(1n, 'EUR'), idempotencyKey: key })),
      ...(subject.driver.capabilities.savedMethods ? [] : [await run((c) => c.chargeSavedMethod(wish))]),
    ]
    assert.deepEqual(new Set(refused.map(typeOf)), new Set(['misconfigured']))
    assert.lengthOf(await subject.taken(sandbox()), 0)
  })

  test('cancelling closes what nobody paid, may be repeated, and comes too late for what is taken', async ({
    assert,
  }) => {
    const { request, run } = await line()
    const begun = await run((c) => c.beginPayment(request({})))
    const reference = begun.ok ? begun.value.reference : ''
    for (const idempotencyKey of [newId(), newId()]) {
      const cancelled = await run((c) => c.cancel({ reference, idempotencyKey }))
      assert.equal(cancelled.ok ? cancelled.value.state : cancelled.error.type, 'cancelled')
    }
    const paid = await run((c) => c.beginPayment(request({})))
    if (!paid.ok) throw new Error(paid.error.type)
    await subject.pay(sandbox(), paid.value)
    const tooLate = await run((c) => c.cancel({ reference: paid.value.reference, idempotencyKey: newId() }))
    assert.equal(tooLate.ok ? tooLate.value.state : tooLate.error.type, 'succeeded')
  })
}

/** Where the customer pays elsewhere, they do so now. */
export async function finish(subject: Subject, begun: Result<GatewayPayment, GatewayFailure>): Promise<void> {
  if (begun.ok && !subject.card) await subject.pay(subject.sandbox(), begun.value)
}

export interface Line {
  tenant: Tenant
  customer: string
  request(change: Partial<PaymentRequest>): PaymentRequest & { methodReference: string }
  /** A request that can be made without its customer where the gateway keeps methods, and one to begin with elsewhere. */
  ready(change?: Partial<PaymentRequest>): Promise<PaymentRequest & { methodReference: string }>
  take(
    connection: GatewayConnection,
    request: PaymentRequest & { methodReference: string }
  ): Outcome<GatewayPayment>
  run<T>(ask: (connection: GatewayConnection) => Promise<T>): Promise<T>
}

/** Where a gateway's own page sends people back to. */
export const places = {
  returnUrl: 'https://account.example.test/payments/pay_1/return',
  cancelUrl: 'https://account.example.test/payments/pay_1/return?cancelled=1',
}

export async function openLine({ driver, sandbox, settings, card }: Subject): Promise<Line> {
  const tenant = await createTenant()
  const connection = driver.connect(settings(sandbox()), { kind: 'payment', id: newId() })
  const made = await as(tenant, () =>
    connection.ensureCustomer({
      customerId: newId(),
      name: 'Ada Lindgren',
      email: 'ada@example.test',
      marks: {},
      idempotencyKey: newId(),
    })
  )
  if (!made.ok) throw new Error(`No customer: ${JSON.stringify(made.error)}`)
  const customer = made.value.reference
  const request = (change: Partial<PaymentRequest>) =>
    ({
      paymentId: newId(),
      money: money(1401n, 'EUR'),
      capture: 'automatic',
      customerReference: customer,
      methodReference: null,
      savesMethod: false,
      marks: { tenant_id: tenant.id },
      idempotencyKey: newId(),
      description: 'Conformance INV-000001',
      ...places,
      ...change,
    }) as PaymentRequest & { methodReference: string }
  return {
    tenant,
    customer,
    request,
    run: (ask) => as(tenant, () => ask(connection)),
    ready: async (change = {}) =>
      request({ ...(card ? { methodReference: await card(sandbox(), customer, 'good') } : {}), ...change }),
    take: (line, asked) => (card ? line.chargeSavedMethod(asked) : line.beginPayment(asked)),
  }
}

async function authorise(subject: Subject, { request, run }: Pick<Line, 'request' | 'run'>): Promise<string> {
  const begun = await run((c) => c.beginPayment(request({ capture: 'manual' })))
  if (!begun.ok) throw new Error(begun.error.type)
  await subject.pay(subject.sandbox(), begun.value)
  const { reference, paymentId } = begun.value
  const held = await run(async (c) =>
    c.continuing?.continuePayment({
      reference,
      paymentId: paymentId!,
      capture: 'manual',
      idempotencyKey: newId(),
    })
  )
  if (held && !held.ok) throw new Error(held.error.type)
  return reference
}

export function typeOf(result: { ok: true } | { ok: false; error: GatewayFailure }): string {
  return result.ok ? 'ok' : result.error.type
}

function callsOf(tenant: Tenant) {
  return as(tenant, () => inTransaction(() => db.selectFrom('remote_calls').selectAll().execute()))
}
