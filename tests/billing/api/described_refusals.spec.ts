import { test } from '@japa/runner'
import { apiClientFor } from '#tests/support/api'
import { openShop } from '#tests/support/billing'
import { openApiDocument } from '#tests/support/openapi'
import { createTenant, freezeClock } from '#tests/support/tenants'

test.group('The description of the API', () => {
  test('names each refusal to give something away, and to issue a draft', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    await openShop(tenant)
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const owner = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
    const billing = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    await owner.put('/gift-limits/billing/EUR', { amount: '1' })
    const draft = async (wish: object) => {
      const made = await owner.post('/invoice_drafts', { customer_id: ada.shownCustomerId, ...wish })
      return `/invoice_drafts/${made.body.id}/issue`
    }
    const items = [{ description: 'Advice', quantity: 1, unit_amount: '500' }]
    const issued = await owner.post(await draft({ items }), { version: 1 })
    const invoice = `/invoices/${issued.body.id}`
    const empty = await draft({ items: [] })
    const passed = await draft({ items, due_on: '2026-03-10' })
    const far = await draft({ items, due_on: '2029-03-10' })
    await freezeClock(tenant, '2026-03-11T12:00:00Z')

    const refusals: [string, string, object, string][] = [
      ['/invoices/{id}/voiding', `${invoice}/voiding`, { reason: 'x' }, 'above_own_limit'],
      ['/invoices/{id}/write_off', `${invoice}/write_off`, { reason: 'x' }, 'above_own_limit'],
      ['/invoices/{id}/credit_notes', `${invoice}/credit_notes`, { of: 'whole', reason: 'x' }, 'above_own_limit'],
      ['/customers/{id}/balance/adjustments', `/customers/${ada.shownCustomerId}/balance/adjustments`, { amount: '500', reason: 'x' }, 'above_own_limit'],
      ['/invoice_drafts/{id}/issue', empty, { version: 1 }, 'nothing_to_invoice'],
      ['/invoice_drafts/{id}/issue', passed, { version: 1 }, 'due_date_passed'],
      ['/invoice_drafts/{id}/issue', far, { version: 1 }, 'due_date_too_far'],
    ] // prettier-ignore
    const { paths } = await openApiDocument('staff')
    for (const [template, path, body, code] of refusals) {
      const refused = await billing.post(path, body)
      assert.equal(refused.body.code, code, path)
      const described = paths[template]!.post!.responses[String(refused.status)] as { description: string }
      assert.include(described.description, `\`${code}\`:`, template)
    }
  })
})
