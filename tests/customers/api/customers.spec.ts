import { test } from '@japa/runner'
import { showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { addAda } from '#tests/support/customers'
import { createTenant } from '#tests/support/tenants'

test.group('Customers over the API', () => {
  test('a customer changes its own details; a tax id of the wrong shape is refused', async ({ assert }) => {
    const ada = await apiClientFor(await createTenant(), { as: 'customer' })
    const changed = await ada.patch('/customer', {
      kind: 'company',
      company_name: 'Engines',
      tax_id: 'de 123456788',
    })
    assert.equal(changed.status, 200)
    assert.equal(changed.body.tax_id, 'DE123456788')
    assert.equal((await ada.get('/customer')).body.company_name, 'Engines')
    const refused: [object, string][] = [
      [{ tax_id: 'DE1' }, 'tax_id_malformed'],
      [{ tax_id: 'DE123456789' }, 'tax_id_mistyped'],
      [{ company_name: null }, 'company_name_missing'],
      [{ country: 'Germany' }, 'validation_failed'],
      // Nobody collects a tax there: whoever lived there would pay none.
      [{ country: 'QQ' }, 'validation_failed'],
      [{ country: 'UK' }, 'validation_failed'],
      [{ name: 'x'.repeat(201) }, 'validation_failed'],
      [{ name: 'Ada\nBcc: x' }, 'validation_failed'],
      [{ locale: 'tlh' }, 'validation_failed'],
      [{ phone: 'call me' }, 'validation_failed'],
    ]
    for (const [body, code] of refused) {
      const answer = await ada.patch('/customer', body)
      assert.equal(`${answer.status} ${answer.body.code}`, `422 ${code}`, JSON.stringify(body))
    }
  })

  test('a tax id is judged by its country, and again when that changes', async ({ assert }) => {
    const ada = await apiClientFor(await createTenant(), { as: 'customer' })
    for (const [body, expected] of [
      [{ country: null, tax_id: 'SKABC' }, '200 SKABC'],
      [{ country: 'MX' }, '200 SKABC'],
      [{ country: 'SK' }, '422 tax_id_malformed'],
      [{ tax_id: 'SER990101AB1' }, '200 SER990101AB1'],
      [{ country: 'PL', tax_id: 'PL 856-734-62-15' }, '200 PL8567346215'],
      [{ country: 'PL', tax_id: 'PL 856-734-62-16' }, '422 tax_id_mistyped'],
      [{ country: null, tax_id: 'DE123456789' }, '200 DE123456789'],
      [{ country: 'DE' }, '422 tax_id_mistyped'],
      [{ name: 'Ada' }, '200 DE123456789'],
    ] as [object, string][]) {
      const { status, body: answer } = await ada.patch('/customer', body)
      assert.equal(`${status} ${answer.code ?? answer.tax_id}`, expected, JSON.stringify(body))
    }
  })

  test('a list read page by page shows each of them once, whatever is added meanwhile', async ({ assert }) => {
    const tenant = await createTenant()
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const known: string[] = []
    for (let count = 0; count < 5; count += 1) known.unshift(showId('customer', await addAda(tenant)))
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await staff.get(`/customers?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      cursor = body.next_cursor
      await addAda(tenant)
    }
    assert.deepEqual(seen.filter((id) => known.includes(id)), known)
    assert.lengthOf([...new Set(seen)], seen.length)
  }) // prettier-ignore

  test('markup and other scripts are kept as text', async ({ assert }) => {
    const ada = await apiClientFor(await createTenant(), { as: 'customer' })
    for (const name of [
      '<script>alert(1)</script>',
      "Robert'); drop table users;--",
      '阿達·勒芙蕾絲',
      'آدا',
    ]) {
      assert.equal((await ada.patch('/customer', { name })).body.name, name)
    }
  })

  test('what is not a customer’s to change is left alone', async ({ assert }) => {
    const ada = await apiClientFor(await createTenant(), { as: 'customer' })
    const before = (await ada.get('/customer')).body
    await ada.patch('/customer', { currency: 'USD', number: 1, status: 'closed', email: 'x@example.test' })
    assert.deepEqual((await ada.get('/customer')).body, before)
  })

  test('staff read and change all of their tenant, and nothing of another', async ({ assert }) => {
    const [tenant, other] = [await createTenant(), await createTenant()]
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const staff = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
    const stranger = await apiClientFor(other, { as: 'staff' })
    const path = `/customers/${ada.shownCustomerId}`
    assert.equal((await staff.patch(path, { email: 'Bills@Example.test' })).body.email, 'bills@example.test')
    assert.equal((await staff.get(`${path}/team`)).body.data.length, 1)
    assert.equal((await stranger.get(path)).status, 404)
    assert.equal((await stranger.patch(path, { name: 'Mine' })).status, 404)
    assert.equal((await stranger.post(`${path}/notes`, { body: 'Mine' })).status, 404)
    assert.lengthOf((await stranger.get('/customers')).body.data, 0)
    const reader = await apiClientFor(tenant, { as: 'staff', roles: ['read_only'] })
    assert.equal((await reader.patch(path, { name: 'x' })).status, 403)
  })

  test('a member without the permission may look and not change', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const clerk = await apiClientFor(tenant, {
      as: 'customer',
      customerId: ada.customerId,
      permissions: ['billing'],
    })
    assert.equal((await clerk.get('/customer')).body.id, ada.shownCustomerId)
    assert.equal((await clerk.patch('/customer', { name: 'Clerk' })).status, 403)
    assert.lengthOf((await ada.get('/team')).body.data, 2)
  })
})
