import { test } from '@japa/runner'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { OpenPanelAccess } from '#app/provisioning/actions/open_panel_access'
import { ServiceBelongings } from '#app/provisioning/actions/service_belongings'
import type { PanelFailure, UsageMeasure } from '#app/provisioning/drivers/contract'
import { showId } from '#app/shared/ids'
import { addAda } from '#tests/support/customers'
import { apiClientFor } from '#tests/support/api'
import { addPlan, addService, connectPanel, settleOperations } from '#tests/support/provisioning'
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'
import { eventNames } from '#tests/provisioning/support'

const gigabyte = 1_000_000_000

test.group('More traffic for the month', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '20', SANDBOX_TASK_MS: '5' })
  group.each.teardown(loseQueuedJobs)

  test('is given by staff, once, also where the panel acts and does not answer; nobody else gives it, and none where nothing limits it', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url)
    const [ada, staff] = [await apiClientFor(tenant, { as: 'customer' }), await apiClientFor(tenant, { as: 'staff' })] // prettier-ignore
    const wish = { customerId: ada.customerId, planId: await addPlan(tenant) }
    const [limited, free] = [await addService(tenant, wish), await addService(tenant, { ...wish, spec: { trafficGb: 0 } })] // prettier-ignore
    await settleOperations(tenant)
    const path = `/services/${showId('service', limited.id)}`
    const give = (gigabytes: unknown, at = path) => staff.post(`${at}/traffic-blocks`, { gigabytes })
    const limitOf = async () => {
      const { data } = (await ada.get(`${path}/usage`)).body
      return data.find(({ name }: { name: string }) => name === 'traffic').limit / gigabyte
    }
    assert.equal(await limitOf(), 20_000)
    const given = await give(500)
    assert.equal(given.status, 200, given.text)
    assert.equal(given.body.data.find(({ name }: { name: string }) => name === 'traffic').limit, 20_500 * gigabyte) // prettier-ignore
    assert.equal(await limitOf(), 20_500)

    const route = 'POST /virtfusion/fra/api/v1/servers/*/traffic/blocks'
    await sandbox().fault('virtfusion', 'timeout_after', { times: 1, route, value: 4_000 })
    assert.equal((await give(100)).status, 200, 'it acted, and its answer was lost')
    assert.equal(await limitOf(), 20_600)
    await sandbox().fault('virtfusion', 'timeout_before', { times: 1, route, value: 4_000 })
    assert.deepEqual([(await give(100)).status, await limitOf()], [503, 20_600], 'it did not act')

    for (const wrong of [0, -1, 1.5, 1_000_001, '5', null, undefined]) {
      const answer = await give(wrong)
      assert.equal(answer.status, 422, String(wrong))
    }
    assert.equal((await ada.post(`${path}/traffic-blocks`, { gigabytes: 1 })).status, 404)
    const unlimited = await give(1, `/services/${showId('service', free.id)}`)
    assert.deepEqual([unlimited.status, unlimited.body.code], [409, 'refused_by_panel'])
    await staff.post(`${path}/holds`, { hold: 'abuse', note: 'x' })
    assert.equal((await give(1)).body.code, 'service_not_usable')
    assert.lengthOf((await eventNames(tenant, limited.id)).filter((name) => name === 'service.traffic_added'), 2) // prettier-ignore
  })
})

/** Whoever reads an error tries again, and then the traffic is there twice. */
test.group('More traffic, answered in whatever way', () => {
  const lost: PanelFailure = { type: 'unknown', message: 'No answer.' }
  const busy: PanelFailure = { type: 'retry_later', message: 'Busy.' }
  for (const [given, limitAfter, expected] of [
    [null, 1_500, 'given'],
    [null, null, 'given'],
    [lost, 1_500, 'given'],
    [lost, 1_600, 'given'],
    // Somebody else bought less meanwhile.
    [lost, 1_100, 'unknown'],
    [lost, 1_000, 'unknown'],
    [lost, null, 'unknown'],
    [busy, 1_500, 'retry_later'],
  ] as [PanelFailure | null, number | null, string][]) {
    test(`${given?.type ?? 'ok'}, and then a limit of ${limitAfter ?? 'nobody knows what'}: ${expected}`, async ({
      assert,
    }) => {
      const tenant = await createTenant()
      await connectPanel(tenant, 'http://127.0.0.1:9')
      const service = await addService(tenant, { customerId: await addAda(tenant), planId: await addPlan(tenant) }) // prettier-ignore
      const limits = [1_000, limitAfter]
      const panel = {
        usage: {
          readUsage: async () => {
            const limit = limits.shift() ?? null
            const traffic = { name: 'traffic', used: 0, limit: (limit ?? 0) * gigabyte, unit: 'bytes', period: null } // prettier-ignore
            return limit === null ? err(busy) : ok([traffic as UsageMeasure])
          },
        },
        extraTraffic: { addTraffic: async () => (given ? err(given) : ok()) },
      }
      let reached = 0
      const access = {
        reach: async () => {
          reached += 1
          return ok({ panel, reference: '1', service, capabilities: { usage: true } })
        },
      }
      const belongings = new ServiceBelongings(new Clock(), new EventLog(), access as unknown as OpenPanelAccess) // prettier-ignore
      const answer = await as(tenant, () => belongings.addTraffic({ serviceId: service.id, customerId: null, gigabytes: 500 })) // prettier-ignore
      const said = answer.ok ? 'given' : answer.error.type === 'panel_failed' && answer.error.failure.type
      assert.equal(said, expected)
      assert.equal(reached, 1)
      assert.lengthOf((await eventNames(tenant, service.id)).filter((name) => name === 'service.traffic_added'), expected === 'given' ? 1 : 0) // prettier-ignore
    })
  }
})
