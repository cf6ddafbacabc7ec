import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { HoldCapacity } from '#app/provisioning/actions/hold_capacity'
import { ReleaseCapacity } from '#app/provisioning/actions/release_capacity'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { promisedNeeds } from '#app/provisioning/queries/promised_needs'
import { listHoldsOfOrder, releaseExpiredHolds } from '#app/provisioning/records/capacity_holds'
import { listPanels, lockPanel } from '#app/provisioning/records/panels'
import { addAda } from '#tests/support/customers'
import { addOrder, addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'
import { eventNames } from '#tests/provisioning/support'

test.group('Keeping a place for an order', (group) => {
  const sandbox = useSandbox(group)

  async function begin(options: { stockLimit?: number } = {}) {
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url)
    const planId = await addPlan(tenant, { stockLimit: options.stockLimit ?? null })
    return { tenant, customerId: await addAda(tenant), planId }
  }

  async function hold(tenant: Tenant, orderId: string, isLastTry = false) {
    const action = await app.container.make(HoldCapacity)
    return as(tenant, () => action.execute({ orderId, isLastTry }))
  }

  test('every line gets its place, once', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    const { orderId } = await addOrder(tenant, { ...wanted, lines: 2 })
    assert.equal(await hold(tenant, orderId), 'held')
    assert.equal(await hold(tenant, orderId), 'not_wanted')
    const holds = await as(tenant, () => inReadTransaction(() => listHoldsOfOrder(orderId)))
    assert.equal(holds.length, 2)
    assert.deepEqual(await eventNames(tenant, orderId), ['capacity.held'])
  })

  test('a full panel refuses the order as a whole, before any card', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    await sandbox().fault('virtfusion', 'panel_full')
    const { orderId } = await addOrder(tenant, { ...wanted, lines: 2 })
    assert.equal(await hold(tenant, orderId), 'refused')
    assert.deepEqual(await eventNames(tenant, orderId), ['capacity.refused'])
    assert.deepEqual(await as(tenant, () => inReadTransaction(() => listHoldsOfOrder(orderId))), [])
  })

  test('what is held counts against the panel', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    // Two machines of 768 GB: two servers of 500 GB fit, a third does not.
    const spec = { memoryMb: 500 * 1024 }
    const first = await addOrder(tenant, { ...wanted, lines: 2, spec })
    const second = await addOrder(tenant, { ...wanted, spec })
    assert.equal(await hold(tenant, first.orderId), 'held')
    assert.equal(await hold(tenant, second.orderId), 'refused')
    const release = await app.container.make(ReleaseCapacity)
    assert.equal(await as(tenant, () => release.execute(first.orderId)), 2)
    const third = await addOrder(tenant, { ...wanted, spec })
    assert.equal(await hold(tenant, third.orderId), 'held')
  })

  test('a server that is being made is promised on its own panel, and one that runs on none', async ({
    assert,
  }) => {
    const { tenant, customerId, planId } = await begin()
    const elsewhere = await connectPanel(tenant, sandbox().url, { code: 'nyc' })
    const service = await addService(tenant, { customerId, planId })
    const countPromised = (panelId: string) =>
      as(tenant, () => inReadTransaction(async () => (await promisedNeeds(panelId)).length))
    assert.equal(await countPromised(service.panelId), 1)
    assert.equal(await countPromised(elsewhere), 0)
    await as(tenant, () =>
      inTransaction(() =>
        db.updateTable('services').set({ status: 'active' }).where('id', '=', service.id).execute()
      )
    )
    assert.equal(await countPromised(service.panelId), 0)
  })

  test('two orders at the same instant never get the same last place', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    const spec = { memoryMb: 500 * 1024 }
    const orders = [
      await addOrder(tenant, { ...wanted, lines: 2, spec }),
      await addOrder(tenant, { ...wanted, lines: 2, spec }),
    ]
    const outcomes = await Promise.all(orders.map(({ orderId }) => hold(tenant, orderId)))
    assert.sameMembers(outcomes, ['held', 'refused'])
  })

  test('a place is kept as long as its order may be paid for, and goes back once it is over', async ({
    assert,
  }) => {
    const { tenant, ...wanted } = await begin()
    const { orderId } = await addOrder(tenant, wanted)
    assert.equal(await hold(tenant, orderId), 'held')
    const later = new Date('2027-03-02T08:59:59Z')
    const freed = (status: string) =>
      as(tenant, () =>
        inTransaction(async () => {
          await db.updateTable('orders').set({ status }).where('id', '=', orderId).execute()
          return releaseExpiredHolds(later)
        })
      )
    const rows = [
      ['reserving', 0],
      ['awaiting_payment', 0],
      ['provisioning', 0],
      ['cancelled', 1],
    ] as const
    for (const [status, count] of rows) assert.equal(await freed(status), count, status)
  })

  test('a panel that cannot be asked is unknown, and refused with the last try', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    await sandbox().fault('virtfusion', 'error_500')
    const { orderId } = await addOrder(tenant, wanted)
    assert.equal(await hold(tenant, orderId), 'unknown')
    assert.equal(await hold(tenant, orderId, true), 'refused')
  })

  test('no more of a plan is sold than its stock', async ({ assert }) => {
    const { tenant, ...wanted } = await begin({ stockLimit: 1 })
    const [first, second] = [await addOrder(tenant, wanted), await addOrder(tenant, wanted)]
    assert.equal(await hold(tenant, first.orderId), 'held')
    assert.equal(await hold(tenant, second.orderId), 'refused')
  })

  test('two orders at the same instant never get the last of a plan, at whatever places', async ({
    assert,
  }) => {
    const { tenant, ...wanted } = await begin({ stockLimit: 1 })
    await connectPanel(tenant, sandbox().url, { code: 'nyc' })
    const orders = [await addOrder(tenant, wanted), await addOrder(tenant, { ...wanted, location: 'nyc' })]
    const outcomes = await as(tenant, () =>
      inTransaction(async () => {
        for (const { id } of await listPanels()) await lockPanel(id)
        const both = orders.map(({ orderId }) => hold(tenant, orderId))
        // Until each waits for its own panel: then both go on at once.
        await pause(500)
        return { both }
      })
    )
    assert.sameMembers(await Promise.all(outcomes.both), ['held', 'refused'])
  })

  test('a location that no panel stands for is refused', async ({ assert }) => {
    const { tenant, ...wanted } = await begin()
    const { orderId } = await addOrder(tenant, { ...wanted, location: 'moon' })
    assert.equal(await hold(tenant, orderId), 'refused')
  })
})
