import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ChangeBalanceSettings } from '#app/billing/actions/change_balance_settings'
import { findBalanceSettings } from '#app/billing/queries/find_balance_settings'
import { checkLedger } from '#app/ledger/index'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { saveCard } from '#tests/support/method'
import { connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { signInStaff } from '#tests/support/staff_browser'
import { as, createTenant } from '#tests/support/tenants'

test.group('Staff add money to the balance of a customer', (group) => {
  const sandbox = useSandbox(group)

  async function openShop() {
    const tenant = await createTenant()
    await connectStripe(tenant, sandbox())
    const ada = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    const staff = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    const card = async (token?: string) =>
      showId('paymentMethod', await saveCard({ tenant, customerId: ada.customerId }, sandbox(), token))
    const path = `/customers/${ada.shownCustomerId}/balance/top-ups`
    const balance = async () => (await ada.get('/balance')).body.balance.amount
    return { tenant, ada, staff, card, path, balance }
  }

  test('by a saved card, once for one key, and it is a top-up like any other', async ({ assert }) => {
    const { tenant, ada, staff, card, path, balance } = await openShop()
    const wish = { amount: '2500', payment_method_id: await card(), request_key: newId() }
    const clicks = await Promise.all([staff.post(path, wish), staff.post(path, wish)])
    assert.deepEqual(clicks.map(({ status }) => status), [201, 201])
    assert.equal(clicks[0]!.body.id, clicks[1]!.body.id)
    assert.deepInclude(clicks[0]!.body, { purpose: 'top_up', payment_method_id: wish.payment_method_id })
    await settle(tenant)
    assert.equal((await staff.post(path, wish)).body.id, clicks[0]!.body.id, 'nor a second time later')
    assert.equal(await balance(), '2500')
    assert.equal((await staff.post(path, { amount: '500' })).body.payment_method_id, wish.payment_method_id)
    await settle(tenant)
    assert.equal(await balance(), '3000')
    assert.equal((await ada.get('/balance/moves?limit=1')).body.data[0].kind, 'top_up')
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  }) // prettier-ignore

  test('within the limits of the customer, by a card of theirs, and by whoever may', async ({ assert }) => {
    const { tenant, ada, staff, card, path, balance } = await openShop()
    assert.equal((await staff.post(path, { amount: '2000' })).body.code, 'payment_method_not_found')
    const method = await card()
    const owner = await apiClientFor(tenant, { as: 'staff' })
    const limits = {
      allows_top_ups: true, top_up_min: '1000', top_up_max: '3000', top_up_day_max: '4000', balance_max: '9000',
      allows_part_payments: true, part_payment_min: '500',
    } // prettier-ignore
    await owner.put('/payment-limits/EUR', limits)
    const brook = await apiClientFor(tenant, { as: 'customer', currency: 'EUR' })
    const other = showId('paymentMethod', await saveCard({ tenant, customerId: brook.customerId }, sandbox()))
    const rows: [object, number, string, string | undefined][] = [
      [{ amount: '999' }, 422, 'below_top_up_min', 'amount'],
      [{ amount: '3001' }, 422, 'above_top_up_max', 'amount'],
      [{ amount: '0' }, 422, 'validation_failed', 'amount'],
      [{ amount: '2000', payment_method_id: other }, 422, 'payment_method_not_found', 'payment_method_id'],
      [{ amount: '2000', payment_method_id: 'pm_1' }, 422, 'payment_method_not_found', 'payment_method_id'],
    ]
    for (const [wish, status, code, field] of rows) {
      const answer = await staff.post(path, { payment_method_id: method, ...wish })
      assert.deepEqual([answer.status, answer.body.code, answer.body.errors?.[0]?.field], [status, code, field])
    }
    assert.equal((await staff.post(path, { amount: '3000' })).status, 201)
    await settle(tenant)
    assert.equal((await staff.post(path, { amount: '1001' })).body.code, 'above_day_max')
    await owner.put('/payment-limits/EUR', { ...limits, allows_top_ups: false })
    const off = await staff.post(path, { amount: '1000' })
    assert.deepEqual([off.status, off.body.code], [409, 'top_ups_off'])
    const support = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
    assert.equal((await support.post(path, { amount: '1000' })).status, 403)
    assert.equal((await ada.post(path, { amount: '1000' })).status, 404)
    const elsewhere = await apiClientFor(await createTenant(), { as: 'staff' })
    assert.equal((await elsewhere.post(path, { amount: '1000' })).status, 404)
    assert.equal(await balance(), '3000')
  }) // prettier-ignore

  test('what became of it pauses nothing that is added by itself, and the page shows what the customer set', async ({ assert }) => {
    const { tenant, ada, staff, card, path, balance } = await openShop()
    const { customerId } = ada
    await card()
    const careful = await card('pm_card_authenticationRequired')
    const topUp = { below: 1000n, amount: 2000n, dayMax: 2000n, paymentMethodId: null }
    const change = await app.container.make(ChangeBalanceSettings)
    await as(tenant, () => change.execute(customerId, { paysInvoices: true, topUp }))
    await settle(tenant)
    assert.equal(await balance(), '2000')
    const isPaused = async () => (await as(tenant, () => findBalanceSettings(customerId)))!.settings.pausedAt !== null

    await sandbox().fault('stripe', 'decline_charges', { times: 1 })
    const declined = await staff.post(path, { amount: '1500' })
    assert.deepEqual([declined.status, declined.body.status], [201, 'failed'])
    const asked = await staff.post(path, { amount: '1500', payment_method_id: careful })
    assert.deepEqual([asked.status, asked.body.status], [201, 'action_required'])
    await settle(tenant)
    assert.isFalse(await isPaused())
    const again = await staff.post(path, { amount: '1500', payment_method_id: careful })
    assert.deepEqual([again.status, again.body.code], [409, 'action_required'])

    const support = await signInStaff(tenant, 'support')
    const { props } = await support.get(`/customers/${ada.shownCustomerId}/balance`)
    assert.deepEqual(props.settings, (await staff.get(`/customers/${ada.shownCustomerId}/balance/settings`)).body)
    assert.equal(props.settings.top_up.amount.amount, '2000')
  }) // prettier-ignore
})
