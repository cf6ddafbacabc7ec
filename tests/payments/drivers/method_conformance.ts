import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import type { GatewayFailure, GatewayMethod } from '#app/payments/drivers/contract'
import { openLine, places, type Subject, typeOf } from '#tests/payments/drivers/conformance_line'

/** What a bank says to a card that is charged without its customer. */
export function declineTests(subject: Subject, cardOf: NonNullable<Subject['card']>): void {
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

/** What is kept of a method for later charges, for drivers that keep any. */
export function savedMethodTests(subject: Subject): void {
  const { sandbox } = subject
  const line = async () => openLine(subject)

  test('a card is saved without a charge, charged later, forgotten once and for all', async ({ assert }) => {
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
