import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { holdingTests, takingTests } from '#tests/payments/drivers/capture_conformance'
import { finish, openLine, type Subject, typeOf } from '#tests/payments/drivers/conformance_line'
import { messageTests } from '#tests/payments/drivers/message_conformance'
import { declineTests, savedMethodTests } from '#tests/payments/drivers/method_conformance'
import { refundSuite } from '#tests/payments/drivers/refund_conformance'
import { freePort } from '#tests/sandbox/sandbox_process'
import { as } from '#tests/support/tenants'

const cardAmounts = [
  { amount: 1401n, currency: 'EUR' },
  { amount: 1500n, currency: 'JPY' },
  { amount: 12340n, currency: 'KWD' },
  { amount: 700n, currency: 'ISK' },
]

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

  messageTests(subject)

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

  if (driver.capabilities.savedMethods) savedMethodTests(subject)
  refundSuite(subject)
}

function callsOf(tenant: Tenant) {
  return as(tenant, () => inTransaction(() => db.selectFrom('remote_calls').selectAll().execute()))
}
