import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { listCustomers, UpdateCustomer } from '#app/customers/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { as, createTenant } from '#tests/support/tenants'

async function addCast(tenant: Tenant): Promise<Record<string, string>> {
  const cast = [
    { name: 'Ada Lovelace', email: 'ada@analytical.example', company_name: 'Analytical Engines' },
    { name: 'Brook Öström', email: 'brook@late.example', company_name: null },
    { name: 'Chandra Iyer', email: 'chandra+billing@resell.example', company_name: 'Resell & Co' },
  ]
  const rows = cast.map((person, index) => ({
    ...person,
    id: newId(),
    number: 1001 + index,
    currency: 'EUR',
    created_at: '2026-01-01T00:00:00Z',
  }))
  await as(tenant, () => inTransaction(() => db.insertInto('customers').values(rows).execute()))
  return Object.fromEntries(rows.map(({ name, id }) => [name.split(' ')[0]!, id]))
}

const find = (tenant: Tenant, search: string) =>
  as(tenant, async () =>
    (await listCustomers({ search, before: null, size: 25 })).rows.map(({ name }) => name)
  )

test.group('Search for customers', () => {
  const rows: [string, string[]][] = [
    ['ada', ['Ada Lovelace']],
    ['LOVE', ['Ada Lovelace']],
    ['lovelace ada', ['Ada Lovelace']],
    ['engines', ['Ada Lovelace']],
    ['ada brook', []],
    ['öst', ['Brook Öström']],
    ['brook@late.example', ['Brook Öström']],
    ['chandra+billing@resell.example', ['Chandra Iyer']],
    ['1002', ['Brook Öström']],
    ['example', ['Chandra Iyer', 'Brook Öström', 'Ada Lovelace']],
    ['', ['Chandra Iyer', 'Brook Öström', 'Ada Lovelace']],
    ["' or 1=1 --", []],
    ['%', []],
    ['_', []],
  ]
  for (const [text, expected] of rows) {
    test(`"${text}" finds ${expected.length}`, async ({ assert }) => {
      const tenant = await createTenant()
      await addCast(tenant)
      assert.deepEqual(await find(tenant, text), expected)
    })
  }

  test('an id finds its customer, in its own tenant only', async ({ assert }) => {
    const [tenant, other] = [await createTenant(), await createTenant()]
    const { Ada } = await addCast(tenant)
    await addCast(other)
    assert.deepEqual(await find(tenant, showId('customer', Ada!)), ['Ada Lovelace'])
    assert.deepEqual(await find(other, showId('customer', Ada!)), [])
  })

  test('follows a change of name', async ({ assert }) => {
    const tenant = await createTenant()
    const { Ada } = await addCast(tenant)
    const update = await app.container.make(UpdateCustomer)
    await as(tenant, () => update.execute(Ada!, { name: 'Ada King' }))
    assert.deepEqual(await find(tenant, 'king'), ['Ada King'])
    assert.deepEqual(await find(tenant, 'lovelace'), [])
  })

  test('pages by cursor without gap or repeat', async ({ assert }) => {
    const tenant = await createTenant()
    await addCast(tenant)
    const seen: string[] = []
    await as(tenant, async () => {
      let before: string | null = null
      do {
        const page = await listCustomers({ before, size: 1 })
        seen.push(...page.rows.map(({ name }) => name))
        before = page.nextCursor
      } while (before)
    })
    assert.lengthOf(seen, 3)
    assert.lengthOf([...new Set(seen)], 3)
  })
})
