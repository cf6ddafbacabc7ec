import { test } from '@japa/runner'
import { sql } from 'kysely'
import { pool } from '#app/shared/database/pool'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { forgetStatusPages } from '#app/status/queries/read_status_page'
import { request } from '#tests/support/api'
import { as, createTenant } from '#tests/support/tenants'

test.group('Status page', (group) => {
  group.each.setup(() => forgetStatusPages())

  test('tells tools in the shape of Statuspage how each component is', async ({ assert }) => {
    const tenant = await createTenant()
    await as(tenant, () =>
      inTransaction(() =>
        sql`insert into status_samples (component, state, checked_at) values
              ('website', 'operational', now() - interval '3 days'), ('servers:Frankfurt', 'down', now() - interval '1 hour')`.execute(
          db
        )
      )
    )
    const { status, headers, body } = await readSummary(tenant.slug)
    assert.equal(status, 200)
    assert.equal(headers['access-control-allow-origin'], '*')
    assert.deepEqual(body.status, { indicator: 'major', description: 'Some parts are not available' })
    assert.deepEqual(
      body.components.map((component: { name: string; status: string }) => [
        component.name,
        component.status,
      ]),
      [
        ['Website and account', 'operational'],
        ['Servers in Frankfurt', 'major_outage'],
      ]
    )
  })

  test('before anything was measured it says so', async ({ assert }) => {
    const { body } = await readSummary((await createTenant()).slug)
    assert.deepEqual([body.status.indicator, body.components, body.incidents], ['minor', [], []])
  })

  test('is told from memory while the database is away', async ({ assert, cleanup }) => {
    const tenant = await createTenant()
    await as(tenant, () =>
      inTransaction(() =>
        sql`insert into status_samples (component, state, checked_at) values ('website', 'operational', now())`.execute(
          db
        )
      )
    )
    await readSummary(tenant.slug)
    const open = pool()
    const [query, connect] = [open.query, open.connect]
    cleanup(() => void Object.assign(open, { query, connect }))
    const refuse = () => Promise.reject(new Error('The database is away'))
    Object.assign(open, { query: refuse, connect: refuse })
    // What was read is fresh for seconds; after them it is asked for again, and not found.
    await new Promise((resolve) => setTimeout(resolve, 5_100))
    const { status, body } = await readSummary(tenant.slug)
    assert.equal(status, 200)
    assert.equal(body.status.description, 'We cannot measure right now')
    assert.equal(body.components[0].status, 'operational')
  })
})

function readSummary(slug: string) {
  return request({
    host: `status.${slug}.localhost`,
    method: 'GET',
    path: '/api/v2/summary.json',
    headers: { 'accept-language': 'en' },
    text: undefined,
  })
}
