import { test } from '@japa/runner'
import { allEndpoints } from '#start/api'
import type { Endpoint } from '#app/shared/http/endpoint'
import { answersFor, requiredAbility } from '#app/shared/http/api/audience'
import { customerAbilities, staffAbilities } from '#app/shared/http/caller'
import { type IdKind, idPrefixes, newId, showId } from '#app/shared/ids'
import { anonymousApiClient, apiClientFor, type ApiClient } from '#tests/support/api'
import { createTenant } from '#tests/support/tenants'

/** Every row of every domain's table is tried as those who may not call it. A new endpoint is covered by being listed. */
const endpoints = await allEndpoints()
const protectedOnes = endpoints.filter(({ ability }) => ability !== null)
const audiences = ['customer', 'staff'] as const

const answeredBy = (audience: 'customer' | 'staff') =>
  protectedOnes.filter((row) => answersFor(row, audience))

test.group('Every endpoint', () => {
  test('asks for a token', async ({ assert }) => {
    const tenant = await createTenant()
    for (const audience of audiences) {
      const nobody = anonymousApiClient(tenant, audience)
      for (const row of answeredBy(audience)) {
        const { status, headers } = await call(nobody, row)
        assert.equal(status, 401, nameOf(row))
        assert.equal(headers['www-authenticate'], 'Bearer', nameOf(row))
      }
    }
  })

  test('refuses a token without its ability', async ({ assert }) => {
    const tenant = await createTenant()
    for (const audience of audiences) {
      const everything = audience === 'customer' ? customerAbilities : staffAbilities
      for (const needed of everything) {
        const rows = answeredBy(audience).filter((row) => requiredAbility(row, audience) === needed)
        if (rows.length === 0) continue
        const abilities = everything.filter((ability) => ability !== needed)
        const client = await apiClientFor(tenant, { as: audience, abilities })
        for (const row of rows) {
          const { status, body } = await call(client, row)
          assert.equal(`${status} ${body?.code}`, '403 ability_missing', nameOf(row))
        }
      }
    }
  })

  test('refuses a person without the permission, whatever the token says', async ({ assert }) => {
    const tenant = await createTenant()
    const outsider = await apiClientFor(tenant, { as: 'customer', permissions: [] })
    const trainee = await apiClientFor(tenant, { as: 'staff', roles: [] })
    for (const row of answeredBy('customer'))
      assert.equal((await call(outsider, row)).status, 403, nameOf(row))
    for (const row of answeredBy('staff')) assert.equal((await call(trainee, row)).status, 403, nameOf(row))
  })

  test('of staff is not there for customers, and theirs not for staff', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    const onStaffHost = { ...(await apiClientFor(tenant, { as: 'staff' })), token: ada.token }
    const intruder = Object.assign(anonymousApiClient(tenant, 'staff'), { token: onStaffHost.token })
    for (const row of answeredBy('staff')) {
      const { status, body } = await call(intruder, row)
      assert.equal(`${status} ${body?.code}`, '403 wrong_kind_of_token', nameOf(row))
      if (row.audience === 'staff' && !hasTwin(row)) {
        assert.include([404, 405], (await call(ada, row)).status, nameOf(row))
      }
    }
  })

  test('does not find what does not exist, or is no id', async ({ assert }) => {
    const tenant = await createTenant()
    const found: string[] = []
    for (const audience of audiences) {
      const client = await apiClientFor(tenant, { as: audience })
      for (const row of answeredBy(audience).filter(({ path }) => path.includes(':'))) {
        for (const fill of [
          showForeignId,
          () => 'nonsense',
          () => "'%20or%201=1--",
          () => '%00',
          () => 'x'.repeat(300),
        ]) {
          const { status } = await call(client, row, fill)
          if (status !== 404 && !(row.body && status === 422))
            found.push(`${status} ${nameOf(row)} with ${fill('')}`)
        }
      }
    }
    assert.deepEqual(found, [])
  })

  test('a list refuses pages that are none', async ({ assert }) => {
    const tenant = await createTenant()
    for (const audience of audiences) {
      const client = await apiClientFor(tenant, { as: audience })
      for (const row of answeredBy(audience).filter(({ answers, query }) => answers.isList && query)) {
        if (row.path.includes(':')) continue
        for (const page of ['limit=0', 'limit=-1', 'limit=1e9', 'limit=x', 'cursor=x', "cursor='"]) {
          const { status } = await client.get(`${row.path}?${page}`)
          assert.equal(status, 422, `${nameOf(row)}?${page}`)
        }
        assert.equal((await client.get(`${row.path}?limit=1`)).status, 200, nameOf(row))
      }
    }
  })

  test('another tenant knows neither the token nor the host', async ({ assert }) => {
    const [first, second] = [await createTenant(), await createTenant()]
    for (const audience of audiences) {
      const client = await apiClientFor(first, { as: audience })
      const elsewhere = Object.assign(anonymousApiClient(second, audience), { token: client.token })
      for (const row of answeredBy(audience)) {
        assert.equal((await call(elsewhere, row)).status, 401, nameOf(row))
      }
    }
  })
})

function nameOf({ method, path }: Endpoint): string {
  return `${method} ${path}`
}

function hasTwin(row: Endpoint): boolean {
  return endpoints.some((other) => other !== row && other.path === row.path && other.audience !== 'staff')
}

function call(client: ApiClient, row: Endpoint, fill: (kind: string) => string = showForeignId) {
  const path = row.path.replaceAll(
    /\/([a-z-]+)\/:\w+/g,
    (_all, segment: string) => `/${segment}/${fill(segment)}`
  )
  const complete = path.replaceAll(/:\w+/g, fill(''))
  return client.send(
    row.method,
    complete,
    row.method === 'GET' || row.method === 'DELETE' ? {} : { body: {} }
  )
}

/** A well-formed id of what the address names (`/invoices/:id`), of a record that nobody has. */
function showForeignId(segment: string): string {
  const singular = segment.replace(/ies$/, 'y').replace(/s$/, '')
  const kind = singular.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())
  return showId((kind in idPrefixes ? kind : 'event') as IdKind, newId())
}
