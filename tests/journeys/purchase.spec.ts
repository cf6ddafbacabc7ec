import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { Shopper } from '#tests/journeys/shopper'
import { World } from '#tests/journeys/world'
import { useSandbox } from '#tests/support/sandbox'

test.group('A customer buys a VPS', (group) => {
  group.each.timeout(180_000)
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '50', SANDBOX_TASK_MS: '10' })

  test('it runs, and twelve renewals are charged', async ({ assert }) => {
    const world = await World.begin(sandbox(), { at: '2026-01-31T09:00:00Z' })
    const ada = await Shopper.signUp(world)
    const orderId = await ada.order()
    await world.settle()
    await ada.pay(orderId)
    await world.settle()
    const order = await world.read(() => db.selectFrom('orders').selectAll().executeTakeFirstOrThrow())
    assert.equal(order.status, 'completed')
    const t = performance.now()
    await world.passTo('2027-01-31')
    console.log('year in', performance.now() - t)
    const periods = await world.read(() => sql<object>`select i.reference, i.status, i.total, i.issued_on, i.due_on, p.period_starts_on, p.period_ends_on from subscription_periods p join invoices i on i.id = p.invoice_id order by 6`.execute(db))
    console.table(periods.rows)
    await world.end()
  })
})
