import { test } from '@japa/runner'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { createTenant } from '#tests/support/tenants'

const account = { holder: 'EZSCALE GmbH', iban: 'DE89370400440532013000', bank_name: 'Bank', currency: 'EUR' }
const panel = {
  driver: 'virtfusion', code: 'fra', name: 'F', location: 'F', base_url: 'http://127.0.0.1:9', token: 'token',
} // prettier-ignore

async function statusesOf(client: ApiClient, path: string, body: object, headers = {}): Promise<string> {
  const answers = await Promise.all([1, 2, 3].map(() => client.post(path, body, headers)))
  return answers.map(({ status }) => status).sort().join(' ') // prettier-ignore
}

test.group('The same request three times at once', () => {
  test('is done once, or the last one stands; nobody is answered with a fault', async ({ assert }) => {
    const tenant = await createTenant()
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const invitation = { email: 'grace@example.test', permissions: ['billing'] }
    assert.equal(await statusesOf(ada, '/team/invitations', invitation), '201 201 201')
    assert.lengthOf((await ada.get('/team/invitations')).body.data, 1)
    assert.equal(await statusesOf(staff, '/bank-accounts', account), '201 422 422')
    assert.equal(await statusesOf(staff, '/panels', panel), '201 422 422')
    assert.equal(await statusesOf(staff, '/standard_tax_rates', {}), '201 201 201')
  })

  test('with one key, refused and let go of: each is refused for its own reason', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const notes = `/customers/${ada.shownCustomerId}/notes`
    for (const key of ['a', 'b', 'c', 'd'])
      assert.match(
        await statusesOf(staff, notes, { body: '' }, { 'idempotency-key': key }),
        /^(409 |422 ?)+$/
      )
  })
})
