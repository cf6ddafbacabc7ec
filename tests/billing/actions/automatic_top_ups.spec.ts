import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { checkLedger, readCustomerBalance } from '#app/ledger/index'
import { ChangeBalanceSettings } from '#app/billing/actions/change_balance_settings'
import { TopUpAutomatically } from '#app/billing/index'
import { BeginTopUp, CancelPayment } from '#app/payments/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { findBalanceSettings } from '#app/billing/queries/find_balance_settings'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { connectStripe } from '#tests/support/payments'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
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

  test('one that its bank wanted to have confirmed and that was called off counts towards no ceiling, once', async ({
    assert,
  }) => {
    const { tenant, customerId, careful, save } = await adaWithCarefulBank(sandbox(), { dayMax: 4000n })
    const cancel = await app.container.make(CancelPayment)
    const counted = () => {
      const question = db.selectFrom('automatic_top_up_days').select('total')
      return as(tenant, () => inReadTransaction(async () => (await question.executeTakeFirst())?.total))
    }
    assert.isTrue((await save(careful)).ok)
    await settle(tenant)
    assert.equal(await counted(), 2000n, 'it may still be confirmed')
    const question = db.selectFrom('payments').select(['id', 'status'])
    const asked = await as(tenant, () => inReadTransaction(() => question.executeTakeFirstOrThrow()))
    assert.equal(asked.status, 'action_required')
    assert.isTrue((await as(tenant, () => cancel.execute({ paymentId: asked.id }))).ok)
    await settle(tenant)
    assert.equal(await counted(), 0n)

    assert.isTrue((await save(await saveCard({ tenant, customerId }, sandbox()))).ok)
    await settle(tenant)
    assert.equal(await counted(), 2000n)
    // Called off by the customer: it was never counted.
    const begin = await app.container.make(BeginTopUp)
    const own = await as(tenant, () => begin.execute({ customerId, money: { amount: 1500n, currency: 'EUR' }, consent: null })) // prettier-ignore
    if (!own.ok) throw new Error(own.error.type)
    const { id: paymentId } = own.value.payment
    assert.isTrue((await as(tenant, () => cancel.execute({ paymentId }))).ok)
    await settle(tenant)
    assert.equal(await counted(), 2000n)
  })

  test('one that its bank wants to have confirmed makes way when its customer chooses another card', async ({
    assert,
  }) => {
    const { tenant, customerId, careful, save } = await adaWithCarefulBank(sandbox(), { dayMax: 2000n })
    const read = () =>
      as(tenant, () =>
        inReadTransaction(async () => ({
          payments: (await db.selectFrom('payments').select('status').orderBy('id').execute()).map(({ status }) => status), // prettier-ignore
          counted: (await db.selectFrom('automatic_top_up_days').select('total').executeTakeFirst())?.total,
          balance: (await readCustomerBalance({ customerId, currency: 'EUR' })).amount,
          isPaused: (await findBalanceSettings(customerId))!.settings.pausedAt !== null,
        }))
      )
    assert.isTrue((await save(careful)).ok)
    await settle(tenant)
    const waiting = { payments: ['action_required'], counted: 2000n, balance: 0n, isPaused: true }
    assert.deepEqual(await read(), waiting)

    // The same card again cannot help: its customer is told so once more, and what waits for them stays.
    assert.isTrue((await save(careful)).ok)
    await settle(tenant)
    assert.deepEqual(await read(), waiting)

    assert.isTrue((await save(await saveCard({ tenant, customerId }, sandbox()))).ok)
    await settle(tenant)
    const after = { payments: ['cancelled', 'succeeded'], counted: 2000n, balance: 2000n, isPaused: false }
    assert.deepEqual(await read(), after)
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  })
})

/** A customer whose card is charged only after its bank was asked, and who may choose what tops the balance up. */
async function adaWithCarefulBank(sandbox: Sandbox, { dayMax }: { dayMax: bigint }) {
  const tenant = await createTenant()
  await freezeClock(tenant, '2026-03-10T10:00:00Z')
  const customerId = await addAda(tenant)
  await connectStripe(tenant, sandbox)
  const careful = await saveCard({ tenant, customerId }, sandbox, 'pm_card_authenticationRequired')
  const change = await app.container.make(ChangeBalanceSettings)
  const save = (paymentMethodId: string) =>
    as(tenant, () => change.execute(customerId, { paysInvoices: true, topUp: { below: 1000n, amount: 2000n, dayMax, paymentMethodId } })) // prettier-ignore
  return { tenant, customerId, careful, save }
}
