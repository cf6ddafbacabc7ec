import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { checkLedger, readCustomerBalance } from '#app/ledger/index'
import { ChangeBalanceSettings } from '#app/billing/actions/change_balance_settings'
import { TopUpAutomatically } from '#app/billing/index'
import { findBalanceSettings } from '#app/billing/queries/find_balance_settings'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

test.group('Money is added to a balance by itself', (group) => {
  const sandbox = useSandbox(group)

  test('once however many look, up to the ceiling of the day, and not after a decline', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await freezeClock(tenant, '2026-03-10T10:00:00Z')
    const customerId = await addAda(tenant)
    await connectStripe(tenant, sandbox())
    await saveCard({ tenant, customerId }, sandbox())
    const change = await app.container.make(ChangeBalanceSettings)
    const topUp = await app.container.make(TopUpAutomatically)
    const save = (below: bigint, dayMax: bigint) =>
      as(tenant, () => change.execute(customerId, { paysInvoices: true, topUp: { below, amount: 2000n, dayMax, paymentMethodId: null } })) // prettier-ignore
    const balance = async () =>
      (await as(tenant, () => readCustomerBalance({ customerId, currency: 'EUR' }))).amount
    const look = () => as(tenant, () => topUp.execute({ customerId }))
    const pausedAt = async () => (await as(tenant, () => findBalanceSettings(customerId)))!.settings.pausedAt

    const refused = await save(1000n, 1000n)
    assert.equal(
      !refused.ok && refused.error.type === 'complaint' && refused.error.complaint.type,
      'below_amount'
    )
    assert.isTrue((await save(1000n, 3000n)).ok)
    await Promise.all([look(), look(), look()])
    await settle(tenant)
    assert.equal(await balance(), 2000n, 'charged once')

    assert.isTrue((await save(5000n, 3000n)).ok)
    const second = await look()
    assert.equal(!second.ok && second.error.type, 'ceiling_reached')
    await freezeClock(tenant, '2026-03-11T10:00:00Z')
    await sandbox().fault('stripe', 'decline_charges', { times: 1 })
    await settle(tenant)
    assert.equal(await balance(), 2000n)
    assert.isNotNull(await pausedAt(), 'declined')
    await settle(tenant)
    assert.equal(await balance(), 2000n, 'not tried again by itself')
    assert.isTrue((await save(3000n, 3000n)).ok, 'saving ends the pause')
    await settle(tenant)
    assert.equal(await balance(), 4000n, 'what was declined counts towards no ceiling')
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  })
})
