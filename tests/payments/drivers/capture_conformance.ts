import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { type Line, openLine, type Subject, typeOf } from '#tests/payments/drivers/conformance_line'

/** Gateways that hold money before they take it. */
export function holdingTests(subject: Subject): void {
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
export function takingTests(subject: Subject): void {
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
