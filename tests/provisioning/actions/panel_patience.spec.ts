import { test } from '@japa/runner'
import { EventLog } from '#app/shared/events/event_log'
import { inTransaction } from '#app/shared/database/unit'
import { patienceLeftMs } from '#app/shared/outbound/patience'
import { ok } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { ServerPanel } from '#app/provisioning/drivers/contract'
import { OpenPanelAccess } from '#app/provisioning/actions/open_panel_access'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { ServiceBelongings } from '#app/provisioning/actions/service_belongings'
import { updateService } from '#app/provisioning/records/services'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

/** What calls of a panel have left, as they would tell the host. */
class Watched extends PanelConnections {
  left: (number | null)[] = []
  override open(): ServerPanel {
    const look = () => {
      this.left = [true, false].map((isRepeatable) => patienceLeftMs({ isRepeatable }))
      return Promise.resolve(ok([]))
    }
    return { usage: { readUsage: look } } as unknown as ServerPanel
  }
}

test.group('A panel that hangs', () => {
  test('holds nobody up who looks at a page: six seconds, twelve for what acts', async ({ assert }) => {
    const tenant = await createTenant()
    await connectPanel(tenant, 'http://127.0.0.1:9')
    const { id } = await addService(tenant, {
      customerId: await addAda(tenant),
      planId: await addPlan(tenant),
    })
    await as(tenant, () =>
      inTransaction(() => updateService(id, { status: 'active', externalReference: '1' }))
    )
    const [watched, events] = [new Watched(), new EventLog()]
    const belongings = new ServiceBelongings(new Clock(), events, new OpenPanelAccess(events, watched))
    const read = await as(tenant, () => belongings.readUsage({ serviceId: id, customerId: null }))
    assert.isTrue(read.ok)
    const [reading, acting] = watched.left
    assert.isTrue(reading! > 5_000 && reading! <= 6_000 && acting! > 11_000 && acting! <= 12_000)
    // Work that nobody looks at waits for as long as the panel's own deadline says.
    await watched.open().usage!.readUsage('1')
    assert.deepEqual(watched.left, [null, null])
  })
})
