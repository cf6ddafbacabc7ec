import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { CreditInvoice, flatTax, IssueInvoices } from '#app/billing/index'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { openShop } from '#tests/support/billing'
import { keep } from '#tests/support/exchange_rates'
import { as, createTenant } from '#tests/support/tenants'

async function soldInDollars() {
  const tenant = await createTenant()
  await openShop(tenant)
  await keep(tenant, { USD: '1.09' }, '2026-02-27')
  const ada = await apiClientFor(tenant, { as: 'customer', currency: 'USD' })
  const tax = flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' })
  const item = {
    kind: 'item' as const, description: 'VPS M', quantity: 1, unitAmount: 10_000n, priceId: null, interval: null, period: null, subscriptionId: null,
  } // prettier-ignore
  const id = newId()
  await as(tenant, async () =>
    (await app.container.make(IssueInvoices)).execute([
      {
        id,
        customerId: ada.customerId,
        kind: 'manual',
        orderId: null,
        dueOn: '2126-03-08',
        pricing: { currency: 'USD', tax, taxRounding: 'line' },
        items: [item],
        isCollected: false,
      },
    ])
  )
  return { tenant, ada, id }
}

test.group('A tax that is owed in another currency', () => {
  test('is told with its rate, of an invoice and of what takes it back', async ({ assert }) => {
    const { tenant, ada, id } = await soldInDollars()
    const stated = { rate: '0.9174311927', rate_on: '2026-02-27', total: { amount: '1743', currency: 'EUR' } }
    const path = `/invoices/${showId('invoice', id)}`
    assert.deepEqual((await ada.get(path)).body.national_tax, stated)
    const note = await as(tenant, async () =>
      (await app.container.make(CreditInvoice)).execute({
        invoiceId: id,
        wish: { of: 'whole' },
        reason: 'Outage',
      })
    )
    if (!note.ok) throw new Error(note.error.type)
    const { body } = await ada.get(`/credit_notes/${showId('creditNote', note.value.id)}`)
    assert.deepEqual(body.national_tax, stated)
  })
})
