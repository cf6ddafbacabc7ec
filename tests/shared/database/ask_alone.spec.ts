import { test } from '@japa/runner'
import { sql } from 'kysely'
import { requireContext } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { asTenant, inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { as, createTenant } from '#tests/support/tenants'

const names = () => db.selectFrom('customers').select('name').execute()

function insertCustomer(name: string) {
  const [id, email] = [newId(), 'a@example.test']
  const row = { id, number: 1, name, email, currency: 'EUR', created_at: '2026-01-01T00:00:00Z' }
  return db.insertInto('customers').values(row).execute()
}

async function createTenantWith(name: string) {
  const tenant = await createTenant()
  await as(tenant, () => inTransaction(() => insertCustomer(name)))
  return tenant
}

test.group('Questions of read-only units', () => {
  test('those of many tenants at once, on the same connections, each see their own rows', async ({
    assert,
  }) => {
    const tenants = await Promise.all(['Ada', 'Bob', 'Cleo'].map((name) => createTenantWith(name)))
    const asked = Array.from({ length: 120 }, (_, turn) => turn % 3)
    const answers = await Promise.all(
      asked.map((which) => asTenant({ tenant: tenants[which]! }, () => inReadTransaction(names)))
    )
    assert.deepEqual(
      answers.map((rows) => rows.map(({ name }) => name)),
      asked.map((which) => [['Ada', 'Bob', 'Cleo'][which]])
    )
  })

  test('leave no tenant behind on the connection, whether they were answered or refused', async ({
    assert,
  }) => {
    const tenant = await createTenantWith('Ada')
    const ask = (text: string) => () => requireContext().unit!.ask({ text })
    await as(tenant, () => inReadTransaction(names))
    await assert.rejects(() => as(tenant, () => inReadTransaction(ask('select 1 / 0'))), /division by zero/)
    const clients = await Promise.all(Array.from({ length: pool().totalCount }, () => pool().connect()))
    for (const client of clients) {
      const { rows } = await client.query<{ tenant: string | null; rows: string }>(
        'select platform.current_tenant() as tenant, (select count(*) from customers)::text as rows'
      )
      assert.deepEqual(rows, [{ tenant: null, rows: '0' }])
      client.release()
    }
  })

  test('see nothing without a tenant: settings that fail keep the question from being asked', async ({
    assert,
  }) => {
    const tenant = await createTenantWith('Ada')
    const forged = { ...tenant, id: `${tenant.id}'` }
    await assert.rejects(() => asTenant({ tenant: forged }, () => inReadTransaction(names)), /UUID/)
    const stranger = { ...tenant, id: newId(), isDemo: false }
    assert.lengthOf(await asTenant({ tenant: stranger }, () => inReadTransaction(names)), 0)
  })

  test('cannot write, not even in the words of a question', async ({ assert }) => {
    const tenant = await createTenantWith('Ada')
    await assert.rejects(
      () => as(tenant, () => inReadTransaction(() => insertCustomer('Bob'))),
      /read-only transaction/
    )
    const hidden = sql`with changed as (update customers set name = 'Bob' returning name) select * from changed`
    await assert.rejects(
      () => as(tenant, () => inReadTransaction(() => hidden.execute(db))),
      /read-only transaction/
    )
    await assert.rejects(
      () => as(tenant, () => inReadTransaction(() => sql`commit; delete from customers`.execute(db))),
      /cannot insert multiple commands into a prepared statement/
    )
    assert.deepEqual(await as(tenant, () => inReadTransaction(names)), [{ name: 'Ada' }])
  })

  test('a refused question leaves the next ones whole, kept plans included', async ({ assert }) => {
    const tenant = await createTenantWith('Ada')
    const byId = (id: string) =>
      as(tenant, () =>
        inReadTransaction(() => db.selectFrom('customers').select('name').where('id', '=', id).execute())
      )
    for (let turn = 0; turn < 4; turn += 1) {
      await assert.rejects(() => byId('no id'), /invalid input syntax/)
      assert.lengthOf(await byId(newId()), 0)
    }
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const unspeakable = () => requireContext().unit!.ask({ text: 'select $1::jsonb', values: [circle] })
    await assert.rejects(() => as(tenant, () => inReadTransaction(unspeakable)), /circular/)
    assert.deepEqual(await as(tenant, () => inReadTransaction(names)), [{ name: 'Ada' }])
  })

  test('a connection that ends in the middle fails its question and nothing else', async ({ assert }) => {
    const tenant = await createTenantWith('Ada')
    const end = () => sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)
    await assert.rejects(() => as(tenant, () => inReadTransaction(end)), /terminat/)
    await assert.rejects(() => as(tenant, () => inTransaction(end)), /terminat/)
    assert.deepEqual(await as(tenant, () => inReadTransaction(names)), [{ name: 'Ada' }])
  })
})

test.group('Clocks', () => {
  test('a demo that is moved is seen to have moved by the next unit; only a demo can be', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
    const move = (change: string) =>
      pool().query(`update platform.tenants set ${change} where id = $1`, [tenant.id])
    const seen = await asTenant({ tenant }, async () => {
      await move(`clock_frozen_at = '2026-04-01T09:00:00Z'`)
      const clockOfUnit = async () => requireContext().tenant.clock.frozenAt
      return [await inReadTransaction(clockOfUnit), requireContext().tenant.clock.frozenAt]
    })
    assert.deepEqual(seen, ['2026-04-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z'])
    await assert.rejects(() => move('is_demo = false'), /only_a_demo_moves_its_clock/)
    await move('clock_frozen_at = null, is_demo = false')
    await assert.rejects(() => move('clock_offset_ms = 1'), /only_a_demo_moves_its_clock/)
  })
})
