import { test } from '@japa/runner'
import { findHost } from '#app/shared/database/tenant_directory'
import { CreateTenant, findBrand, findSurfaceUrls, listCurrencies } from '#app/tenancy/index'
import { newId } from '#app/shared/ids'
import { as } from '#tests/support/tenants'

function north() {
  const slug = `north-${newId().slice(-8)}`
  return {
    slug,
    name: 'North Hosting',
    hostname: `${slug}.example`,
    timeZone: 'Europe/Oslo',
    locale: 'en',
    currency: 'NOK',
    supportEmail: 'help@north.example',
    mailFrom: 'help@north.example',
  }
}

test.group('CreateTenant', () => {
  test('makes the tenant, its brand and its four host names', async ({ assert }) => {
    const input = north()
    const created = await new CreateTenant().execute(input)
    assert.isTrue(created.ok)
    if (!created.ok) return
    for (const surface of ['storefront', 'account', 'admin', 'status'] as const) {
      const hostname = surface === 'storefront' ? input.hostname : `${surface}.${input.hostname}`
      const host = await findHost(hostname)
      assert.equal(host?.tenant.id, created.value.id)
      assert.equal(host?.surface, surface)
    }
    await as(created.value, async () => {
      assert.equal((await findBrand()).name, 'North Hosting')
      assert.include((await findSurfaceUrls()).account, `//account.${input.hostname}`)
      assert.deepEqual(listCurrencies(), ['USD', 'EUR', 'GBP'])
    })
  })

  test('refuses a taken name or host, and leaves nothing behind', async ({ assert }) => {
    const input = north()
    await new CreateTenant().execute(input)
    const sameSlug = await new CreateTenant().execute({ ...input, hostname: 'other.example' })
    assert.deepEqual(sameSlug, { ok: false, error: { type: 'slug_taken' } })
    const sameHost = await new CreateTenant().execute({ ...north(), hostname: input.hostname })
    assert.deepEqual(sameHost, { ok: false, error: { type: 'hostname_taken', hostname: input.hostname } })
    assert.isNull(await findHost('other.example'))
    const orphan = await new CreateTenant().execute({ ...north(), parentSlug: 'nobody' })
    assert.deepEqual(orphan, { ok: false, error: { type: 'parent_not_found' } })
  })
})
