import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { BeginMethodSetup, FinishMethodSetup } from '#app/payments/index'
import { audit } from '#tests/journeys/auditor'
import { useWorld } from '#tests/journeys/use_world'
import { addAda } from '#tests/support/customers'
import { addInvoice } from '#tests/support/payments'
import { connectPaypal, payers, pull } from '#tests/support/paypal_sandbox'
import { as } from '#tests/support/tenants'

/** 500 by `TEST_RENEWALS=500`; a few show the same in a build. */
const count = Number(process.env.TEST_RENEWALS ?? 4)
/** Of each step of the clock; a night has time. */
const patience = count > 10 ? { withinMs: 1_800_000 } : {}
const consent = { text: 'You may charge this card for renewals.', ip: '192.0.2.1', userAgent: 'Browser' }

test.group('The gateways are down for six hours at the turn of a month', (group) => {
  const begin = useWorld(group)
  if (count > 10) group.each.timeout(3_600_000)

  test('what was due is charged by card and by PayPal when they are back: none lost, none twice', async ({
    assert,
  }) => {
    const { world } = await begin({ at: '2026-03-31T08:00:00Z' })
    const { tenant, sandbox } = world
    const paypalId = await connectPaypal(tenant, sandbox)
    const save = await app.container.make(BeginMethodSetup)
    const finish = await app.container.make(FinishMethodSetup)
    for (let index = 0; index < count; index += 1) {
      const customerId = await addAda(tenant)
      const gatewayId = index % 2 === 0 ? null : paypalId
      const begun = await as(tenant, () => save.execute({ customerId, consent, gatewayId }))
      if (!begun.ok) throw new Error(begun.error.type)
      const { setup, form } = begun.value
      if (form) await sandbox.confirm(form.clientSecret, 'pm_card_visa')
      else await pull(sandbox, `setups/${setup.gatewayReference}/approve`, { payer: payers.good })
      await as(tenant, () => finish.execute({ setupId: setup.id }))
      await addInvoice(tenant, customerId, { amount: 1401n, dueOn: '2026-04-01' })
    }
    await world.settle(patience)
    const due = new Date('2026-04-01T06:00:00Z')
    await as(tenant, () =>
      inTransaction(() => db.updateTable('invoices').set({ next_attempt_at: due }).execute())
    )
    for (const system of ['stripe', 'paypal']) await sandbox.fault(system, 'error_500', { rate: 1 })
    for (const hour of ['06', '09', '11']) await world.on(`2026-04-01T${hour}:05:00Z`, patience)
    assert.isFalse((await world.payments()).some(({ status }) => status === 'succeeded'))

    await sandbox.clearFaults()
    await world.on('2026-04-01T12:30:00Z', patience)
    await world.on('2026-04-02T12:30:00Z', patience)
    const invoices = await world.invoices()
    assert.deepEqual(new Set(invoices.map(({ status }) => status)), new Set(['paid']))
    const succeeded = (await world.payments()).filter(({ status }) => status === 'succeeded')
    assert.lengthOf(succeeded, count)
    const { totals } = await sandbox.state<{ totals: Record<string, { charged: number }> }>('stripe')
    const { captures } = await sandbox.state<{ captures: { amount: { value: string } }[] }>('paypal')
    const atPaypal = Math.floor(count / 2)
    assert.equal(totals.eur!.charged, 1401 * (count - atPaypal))
    assert.deepEqual(
      captures.map(({ amount }) => amount.value),
      Array.from({ length: atPaypal }, () => '14.01')
    )
    await audit(world, assert)
  })
})
