import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { RequestServiceChange } from '#app/provisioning/actions/request_service_change'
import { SteerOperation } from '#app/provisioning/actions/steer_operation'
import { checkLedger, lockCustomerBalance } from '#app/ledger/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { lockChangeOfFailedWork } from '#app/provisioning/index'
import { type ChangeWish, findChange } from '#app/subscriptions/index'
import { invoicesOf, pay, subscriptionSeen, write } from '#tests/support/billing'
import { type Running, startService } from '#tests/support/changes'
import { serviceOf, settleOperations } from '#tests/support/provisioning'
import { useSandbox } from '#tests/support/sandbox'
import { loseQueuedJobs, settle } from '#tests/support/settle'
import { as, freezeClock } from '#tests/support/tenants'
import { serversOn } from '#tests/provisioning/support'

test.group('A service and its subscription change together', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10' })
  group.each.teardown(loseQueuedJobs)
  group.each.timeout(90_000)

  async function begin(): Promise<Running & { serviceId: string }> {
    const running = await startService('2026-04-01T00:00:00+02:00', { panelUrl: sandbox().url })
    await settleOperations(running.tenant)
    const row = await write(running.tenant, () => db.selectFrom('services').select('id').where('subscription_id', '=', running.subscriptionId).executeTakeFirstOrThrow()) // prettier-ignore
    await freezeClock(running.tenant, '2026-04-16T00:00:00+02:00')
    return { ...running, serviceId: row.id }
  }

  async function change(
    { tenant, customerId, serviceId }: Running & { serviceId: string },
    wish: ChangeWish
  ) {
    const action = await app.container.make(RequestServiceChange)
    return as(tenant, async () => {
      const shown = await action.preview({ serviceId, customerId, wish })
      if (!shown.ok) return shown
      return action.execute({ serviceId, customerId, wish, expectedTotal: shown.value.total, mayPay: true })
    })
  }

  async function payAndSettle({ tenant, customerId }: Running): Promise<void> {
    await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
    await settle(tenant)
    await settleOperations(tenant)
    await settle(tenant)
  }

  async function resizeOf(tenant: Tenant): Promise<string> {
    const rows = await write(tenant, () => db.selectFrom('operations').select('id').where('kind', '=', 'resize').execute()) // prettier-ignore
    return rows[0]!.id
  }

  test('a larger plan with more addresses: paid first, then the server has all of it', async ({ assert }) => {
    const running = await begin()
    const { tenant, customerId, subscriptionId, serviceId, plan } = running
    const asked = await change(running, { planId: plan('vps-l'), options: { ipv4: 2 } })
    assert.isTrue(asked.ok)
    await settle(tenant)
    assert.equal(
      (await serviceOf(tenant, serviceId)).planId,
      plan('vps-s'),
      'nothing is built before it is paid'
    )
    await payAndSettle(running)
    const service = await serviceOf(tenant, serviceId)
    assert.equal(service.planId, plan('vps-l'))
    assert.deepInclude(service.spec, { memoryMb: 8192, storageGb: 160, ipv4Count: 3 })
    assert.lengthOf(service.addresses.filter(({ family }) => family === 4), 3) // prettier-ignore
    assert.isNull(await as(tenant, () => findChange(subscriptionId)))
    const done = await resizeOf(tenant)
    assert.isNull(await write(tenant, () => lockChangeOfFailedWork(done)), 'nothing to take back')
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
    assert.lengthOf(await invoicesOf(tenant, customerId), 2)
  })

  test('a full panel refuses before anything is charged', async ({ assert }) => {
    const running = await begin()
    await sandbox().fault('virtfusion', 'panel_full')
    const refused = await change(running, { planId: running.plan('vps-l') })
    assert.deepEqual(refused, { ok: false, error: { type: 'no_capacity' } })
    assert.lengthOf(await invoicesOf(running.tenant, running.customerId), 1)
  })

  test('a plan that is sold out, and somebody else’s service, are refused', async ({ assert }) => {
    const running = await begin()
    const { tenant, plan, serviceId } = running
    await write(tenant, () => sql`update plans set stock_limit = 0 where id = ${plan('vps-l')}`.execute(db))
    const soldOut = await change(running, { planId: plan('vps-l') })
    assert.deepEqual(soldOut, { ok: false, error: { type: 'sold_out' } })
    const stranger = await change({ ...running, customerId: serviceId }, { planId: plan('vps-m') })
    assert.deepEqual(stranger, { ok: false, error: { type: 'service_not_found' } })
  })

  test('a panel that refuses the paid resize for good: the old plan again, and the money on the balance', async ({
    assert,
  }) => {
    const running = await begin()
    const { tenant, customerId, subscriptionId, plan } = running
    assert.isTrue((await change(running, { planId: plan('vps-l') })).ok)
    // Full by the time it is paid.
    await sandbox().fault('virtfusion', 'panel_full')
    await payAndSettle(running)
    const seen = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual([seen.plan_id, seen.recurring_amount], [plan('vps-s'), 450n])
    const balance = await write(tenant, () => lockCustomerBalance({ customerId, currency: 'EUR' }))
    assert.equal(balance.amount, (await invoicesOf(tenant, customerId)).at(-1)!.total)
    assert.lengthOf(await serversOn(sandbox(), 'fra'), 1)

    // What was paid back is not delivered after all, once the panel has room again.
    await sandbox().clearFaults()
    const id = await resizeOf(tenant)
    assert.isString(await write(tenant, () => lockChangeOfFailedWork(id)))
    const steer = await app.container.make(SteerOperation)
    const retried = await as(tenant, () => steer.retry(id))
    assert.deepEqual(retried, { ok: false, error: { type: 'change_ended', status: 'reverted' } })
    const resumed = await as(tenant, () => steer.resumeAt({ operationId: id, position: 0 }))
    assert.deepEqual(resumed, retried)
    await settleOperations(tenant)
    assert.equal((await serviceOf(tenant, running.serviceId)).planId, plan('vps-s'))
  })
})
