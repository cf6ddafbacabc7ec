import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { UpdateCustomer } from '#app/customers/index'
import { showId } from '#app/shared/ids'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { invoicesOf, live } from '#tests/support/billing'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { saveCard } from '#tests/support/method'
import { connectStripe } from '#tests/support/payments'
import { connectPanel, settleOperations } from '#tests/support/provisioning'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'
import type { Tenant } from '#app/shared/database/context'

async function openShop(trial: { days: number; needs_payment_method: boolean } | null) {
  const tenant = await createTenant({ at: '2026-03-01T12:00:00Z' })
  const catalogue = await stockShop(tenant)
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const planId = showId('plan', planCalled(catalogue, 'vps-m'))
  if (trial) await staff.patch(`/plans/${planId}`, { trial })
  const item = { plan_id: planId, interval: { unit: 'month', count: 1 }, hostname: 'web-01.example.com', options: { location: 'fra' }, trial: true } // prettier-ignore
  return { tenant, staff, planId, item, ada: await addBuyer(tenant) }
}

async function addBuyer(tenant: Tenant): Promise<ApiClient> {
  const client = await apiClientFor(tenant, { as: 'customer' })
  const address = { country: 'DE', street: 'Hauptstr. 1', city: 'Berlin', postal_code: '10115' }
  await as(tenant, async () => (await app.container.make(UpdateCustomer)).execute(client.customerId, address))
  return client
}

const fieldsOf = (body: { errors?: { field: string }[] }) => body.errors?.map(({ field }) => field)

test.group('Trials over the API', () => {
  test('staff offer one and take it away; what cannot be is refused at its field', async ({ assert }) => {
    const { staff, planId, ada } = await openShop({ days: 14, needs_payment_method: true })
    const planOf = async () => {
      const { body } = await ada.get('/products')
      return body.data[0].plans.find(({ id }: { id: string }) => id === planId)
    }
    assert.deepEqual((await planOf()).trial, { days: 14, needs_payment_method: true })
    for (const days of [0, 91, 1.5]) {
      const refused = await staff.patch(`/plans/${planId}`, { trial: { days, needs_payment_method: true } })
      assert.deepEqual([refused.status, fieldsOf(refused.body)], [422, ['trial.days']])
    }
    await staff.patch(`/plans/${planId}`, { trial: null })
    assert.isNull((await planOf()).trial)
  })

  test('a trial that is not offered, or not alone, is refused at its field', async ({ assert }) => {
    const without = await openShop(null)
    const refused = await without.ada.post('/quotes', { items: [without.item] })
    assert.deepEqual([refused.status, fieldsOf(refused.body)], [422, ['items.0.trial']])
    const { ada, item } = await openShop({ days: 7, needs_payment_method: false })
    const two = await ada.post('/quotes', {
      items: [item, { ...item, hostname: 'web-02.example.com', trial: false }],
    })
    assert.deepEqual([two.status, fieldsOf(two.body)], [422, ['items.0.trial']])
  })

  test('the quote says what is charged and when; a second trial is refused', async ({ assert }) => {
    const { ada, item, staff } = await openShop({ days: 7, needs_payment_method: false })
    const quote = await ada.post('/quotes', { items: [item] })
    assert.equal(quote.body.total.amount, '0')
    const { trial } = quote.body
    assert.deepInclude(trial, { days: 7, needs_payment_method: false, first_charge_on: '2026-03-08' })
    assert.deepEqual([trial.total.amount, trial.tax_total.amount], ['1012', '162'])
    const order = await ada.post('/orders', { quote_id: quote.body.id, accepts_terms: true })
    assert.equal(order.status, 201)
    const again = await ada.post('/quotes', { items: [item] })
    assert.deepEqual([again.status, fieldsOf(again.body)], [422, ['items.0.trial']])
    const paid = await ada.post('/quotes', { items: [{ ...item, trial: false }] })
    assert.equal(paid.body.total.amount, '1012')
    assert.isNull(paid.body.trial)
    const late = await ada.post(`/orders/${order.body.id}/trial-method`, { payment_method_id: 'pm_nothing' })
    assert.equal(`${late.status} ${late.body.code}`, '409 not_waiting')

    const list = await staff.get('/trials?status=claimed')
    assert.deepEqual(list.body.data.map((each: { order_id: string }) => each.order_id), [order.body.id]) // prettier-ignore
    assert.deepInclude((await staff.get('/trial-report')).body, { claimed: 1, conversion_percent: null })
    assert.equal((await ada.get('/trials')).status, 404)
  })
})

test.group('Trials with a payment method', (group) => {
  const sandbox = useSandbox(group)

  async function order(client: ApiClient, item: object) {
    const quote = await client.post('/quotes', { items: [item] })
    const placed = await client.post('/orders', { quote_id: quote.body.id, accepts_terms: true })
    await settle(client.tenant)
    return placed.body.id as string
  }

  const statusOf = async (client: ApiClient, id: string) => (await client.get(`/orders/${id}`)).body.status
  const save = async (client: ApiClient, stripe: Sandbox, card: string) =>
    showId(
      'paymentMethod',
      await saveCard({ tenant: client.tenant, customerId: client.customerId }, stripe, card)
    )

  test('the card is saved before the server is made, begins one trial, and is charged on the day it ends', async ({
    assert,
  }) => {
    const { tenant, ada, item } = await openShop({ days: 7, needs_payment_method: true })
    await connectStripe(tenant, sandbox())
    await connectPanel(tenant, sandbox().url)
    const id = await order(ada, item)
    assert.equal(await statusOf(ada, id), 'awaiting_payment')
    const unknown = await ada.post(`/orders/${id}/trial-method`, { payment_method_id: 'pm_nothing' })
    assert.deepEqual([unknown.status, fieldsOf(unknown.body)], [422, ['payment_method_id']])
    const card = await save(ada, sandbox(), 'pm_card_visa')
    const begun = await ada.post(`/orders/${id}/trial-method`, { payment_method_id: card })
    assert.equal(begun.body.status, 'provisioning')
    assert.equal((await ada.post(`/orders/${id}/trial-method`, { payment_method_id: card })).status, 200)
    await settleOperations(tenant)
    await settle(tenant)
    assert.equal(await statusOf(ada, id), 'completed')
    const [subscription] = (await ada.get('/subscriptions?status=trialing')).body.data
    assert.deepInclude(subscription, { trial_ends_on: '2026-03-08', renews_on: '2026-04-08' })

    // Somebody else with the same card, and then with one that will be declined.
    const brook = await addBuyer(tenant)
    const other = await order(brook, item)
    await save(brook, sandbox(), 'pm_card_visa')
    await settle(tenant)
    assert.equal(await statusOf(brook, other), 'awaiting_payment')
    const [same] = (await brook.get('/payment-methods')).body.data
    const refused = await brook.post(`/orders/${other}/trial-method`, { payment_method_id: same.id })
    assert.equal(`${refused.status} ${refused.body.code}`, '422 card_used')
    // It would be charged when the other one is declined.
    assert.equal((await brook.delete(`/payment-methods/${same.id}`)).status, 204)
    await save(brook, sandbox(), 'pm_card_chargeCustomerFail')
    await settle(tenant)
    await settleOperations(tenant)
    await settle(tenant)
    assert.equal(await statusOf(brook, other), 'completed')

    await live(tenant, { from: '2026-03-08', until: '2026-03-08' })
    const [invoice] = await invoicesOf(tenant, ada.customerId)
    assert.deepInclude(invoice, { status: 'paid', total: 1012n, due_on: '2026-03-08' })
    assert.equal((await ada.get(`/subscriptions/${subscription.id}`)).body.status, 'active')
    assert.equal((await invoicesOf(tenant, brook.customerId))[0]!.status, 'open')
    assert.lengthOf((await brook.get('/subscriptions?status=suspended')).body.data, 1)
  })
})
