import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { EnterConsole } from '#app/provisioning/actions/enter_console'
import { deleteUsedTickets } from '#app/provisioning/records/used_console_tickets'
import { apiClientFor } from '#tests/support/api'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

/** Of a program. */
const tokenOf = async (userId: string) =>
  (await inTransaction(() => db.selectFrom('api_tokens').select('id').where('user_id', '=', userId).executeTakeFirstOrThrow())).id // prettier-ignore

test.group('Entering a console', () => {
  test('a ticket is used up by its first use, also when nothing came of it, and of another tenant it opens nothing', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await connectPanel(tenant, 'http://127.0.0.1:1')
    const customerId = await addAda(tenant)
    const { id: serviceId } = await addService(tenant, { customerId, planId: await addPlan(tenant) })
    const ticket = newId()
    const program = await apiClientFor(tenant, { as: 'customer', customerId })
    const tokenId = await as(tenant, () => tokenOf(program.userId))
    const enter = async (owner: typeof tenant, visit: { serviceId: string; customerId: string | null }) => {
      const entered = await as(owner, async () =>
        (await app.container.make(EnterConsole)).execute(ticket, {
          ...visit,
          userId: newId(),
          session: null,
          tokenId,
        })
      )
      return entered.ok ? 'entered' : entered.error.type
    }
    assert.equal(await enter(await createTenant(), { serviceId, customerId: null }), 'ticket_used')
    // Not running yet: refused for that, and the ticket is gone all the same.
    assert.equal(await enter(tenant, { serviceId, customerId }), 'service_not_usable')
    assert.equal(await enter(tenant, { serviceId, customerId }), 'ticket_used')
    const removed = await as(tenant, () =>
      inTransaction(() => deleteUsedTickets(new Date(Date.now() + 1000)))
    )
    assert.equal(removed, 1)
  })

  test('stays open for who still may: by right, by chosen service, until they leave', async ({ assert }) => {
    const tenant = await createTenant()
    await connectPanel(tenant, 'http://127.0.0.1:1')
    const planId = await addPlan(tenant)
    const customerId = await addAda(tenant)
    const otherCustomer = await apiClientFor(tenant, { as: 'customer' })
    const [mine, other] = [
      await addService(tenant, { customerId, planId }),
      await addService(tenant, { customerId, planId }),
    ]
    const change = (table: 'services' | 'memberships', values: object, userId?: string) =>
      as(tenant, () =>
        inTransaction(async () => {
          const update = db.updateTable(table).set(values as never)
          await (userId ? update.where('user_id' as never, '=', userId as never) : update).execute()
        })
      )
    await change('services', { status: 'active', desired: 'running', power_state: 'running' })
    const member = async (permissions: string[]) =>
      (await apiClientFor(tenant, { as: 'customer', customerId, permissions })).userId
    const stays = (userId: string, serviceId = mine.id, of: string | null = customerId) =>
      as(tenant, async () =>
        (await app.container.make(EnterConsole)).mayStay({ serviceId, customerId: of, userId, session: null, tokenId: await tokenOf(userId) })
      ) // prettier-ignore

    for (const [permissions, expected] of [
      [['owner'], true],
      [['power'], true],
      [['services'], true],
      [['read'], false],
      [['billing', 'orders', 'team'], false],
      [[], false],
    ] as const)
      assert.equal(await stays(await member([...permissions])), expected, permissions.join())

    const chosen = await member(['power'])
    await change('memberships', { service_ids: [other.id] }, chosen)
    assert.deepEqual([await stays(chosen, mine.id), await stays(chosen, other.id)], [false, true])
    // A member of another customer, and whoever names another customer than the service has.
    assert.isFalse(await stays(otherCustomer.userId))
    assert.isFalse(await stays(otherCustomer.userId, mine.id, otherCustomer.customerId))

    // In the middle of a visit: given less, then sent away.
    const leaving = await member(['power'])
    assert.isTrue(await stays(leaving))
    await change('memberships', { permissions: ['read'] }, leaving)
    assert.isFalse(await stays(leaving))
    await change('memberships', { permissions: ['power'] }, leaving)
    const revoke = (revoked_at: Date | null) =>
      as(tenant, () =>
        inTransaction(() =>
          db.updateTable('api_tokens').set({ revoked_at }).where('user_id', '=', leaving).execute()
        )
      )
    await revoke(new Date())
    assert.isFalse(await stays(leaving), 'the token that it was opened with was taken back')
    await revoke(null)
    await as(tenant, () =>
      inTransaction(() => db.deleteFrom('memberships').where('user_id', '=', leaving).execute())
    )
    assert.isFalse(await stays(leaving))

    const staff = (roles: string[]) => apiClientFor(tenant, { as: 'staff', roles })
    assert.isTrue(await stays((await staff(['owner'])).userId, mine.id, null))
    assert.isFalse(await stays((await staff(['billing'])).userId, mine.id, null))
    assert.isFalse(await stays(chosen, mine.id, null), 'a customer is no staff')

    await change('services', { status: 'suspended' })
    assert.isFalse(await stays(await member(['owner'])))
  })
})
