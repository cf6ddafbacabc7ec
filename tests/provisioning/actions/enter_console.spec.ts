import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { EnterConsole } from '#app/provisioning/actions/enter_console'
import { deleteUsedTickets } from '#app/provisioning/records/used_console_tickets'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

test.group('Entering a console', () => {
  test('a ticket is used up by its first use, also when nothing came of it, and of another tenant it opens nothing', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await connectPanel(tenant, 'http://127.0.0.1:1')
    const customerId = await addAda(tenant)
    const { id: serviceId } = await addService(tenant, { customerId, planId: await addPlan(tenant) })
    const ticket = newId()
    const enter = async (owner: typeof tenant, visit: { serviceId: string; customerId: string | null }) => {
      const entered = await as(owner, async () =>
        (await app.container.make(EnterConsole)).execute(ticket, { ...visit, userId: newId(), session: null })
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
})
