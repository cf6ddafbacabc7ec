import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { needOf, type VpsSpec } from '#app/catalogue/index'
import { HoldCapacity } from '#app/provisioning/actions/hold_capacity'
import { ReadPanelRoom } from '#app/provisioning/actions/read_panel_room'
import { ReleaseCapacity } from '#app/provisioning/actions/release_capacity'
import { RequestServiceChange } from '#app/provisioning/actions/request_service_change'
import { SteerOperation } from '#app/provisioning/actions/steer_operation'
import { checkLedger, lockCustomerBalance } from '#app/ledger/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { lockChangeOfFailedWork } from '#app/provisioning/index'
import { type ChangeWish, EndChange, findChange, findSubscriptionContent } from '#app/subscriptions/index'
import { buy, invoicesOf, pay, subscriptionSeen, write } from '#tests/support/billing'
import { type Running, startService } from '#tests/support/changes'
import { addAda } from '#tests/support/customers'
import { addOrder, addPlan, serviceOf, settleOperations } from '#tests/support/provisioning'
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

test.group('What a change is promised is kept from others', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10' })
  group.each.teardown(loseQueuedJobs)
  group.each.timeout(90_000)

  interface Served {
    customerId: string
    serviceId: string
    subscriptionId: string
  }

  interface Situation {
    tenant: Tenant
    wish: ChangeWish & { planId: string }
    ada: Served
    brook: Served
  }

  /** Two customers with a small server each, on one panel. */
  async function begin(): Promise<Situation> {
    const { tenant, plan, ...first } = await startService('2026-04-01T00:00:00+02:00', { panelUrl: sandbox().url }) // prettier-ignore
    const content = (await write(tenant, () => findSubscriptionContent(first.subscriptionId)))!
    const customerId = await addAda(tenant)
    // Of her own at the panel: an account with somebody else's address is not given to her.
    await write(tenant, () => db.updateTable('customers').set({ email: 'brook@example.test' }).where('id', '=', customerId).execute()) // prettier-ignore
    const bought = await buy(tenant, plan('vps-s'), { customerId, interval: { unit: 'month', count: 1 }, content }) // prettier-ignore
    await pay(tenant, bought.invoiceId)
    await settle(tenant)
    await settleOperations(tenant)
    await freezeClock(tenant, '2026-04-16T00:00:00+02:00')
    const ada = await served(tenant, first)
    const brook = await served(tenant, { customerId, subscriptionId: bought.subscriptionIds[0]! })
    return { tenant, wish: { planId: plan('vps-l') }, ada, brook }
  }

  async function served(tenant: Tenant, whose: Omit<Served, 'serviceId'>): Promise<Served> {
    const { id } = await write(tenant, () => db.selectFrom('services').select('id').where('subscription_id', '=', whose.subscriptionId).executeTakeFirstOrThrow()) // prettier-ignore
    return { ...whose, serviceId: id }
  }

  async function priceOf({ tenant, wish, ada }: Situation): Promise<bigint> {
    const action = await app.container.make(RequestServiceChange)
    const { serviceId, customerId } = ada
    const shown = await as(tenant, () => action.preview({ serviceId, customerId, wish }))
    return shown.ok ? shown.value.total : 0n
  }

  async function change({ tenant, wish }: Situation, whose: Served, expectedTotal: bigint) {
    const { serviceId, customerId } = whose
    const action = await app.container.make(RequestServiceChange)
    const answer = await as(tenant, () =>
      action.execute({ serviceId, customerId, wish, expectedTotal, mayPay: true })
    )
    return answer.ok ? 'changes' : answer.error.type
  }

  async function order({ tenant, ada, wish }: Situation, spec: Partial<VpsSpec> = {}): Promise<string> {
    const { customerId } = ada
    const { orderId } = await addOrder(tenant, { customerId, planId: wish.planId, spec })
    return orderId
  }

  async function hold(tenant: Tenant, orderId: string): Promise<string> {
    const action = await app.container.make(HoldCapacity)
    return as(tenant, () => action.execute({ orderId, isLastTry: false }))
  }

  async function letGo(tenant: Tenant, orderId: string): Promise<void> {
    const release = await app.container.make(ReleaseCapacity)
    await as(tenant, () => release.execute(orderId))
  }

  function limitStock({ tenant, wish }: Situation, stockLimit: number): Promise<unknown> {
    return write(tenant, () => db.updateTable('plans').set({ stock_limit: stockLimit }).where('id', '=', wish.planId).execute()) // prettier-ignore
  }

  /** Leaves room on one machine of the panel for one server to grow, and none on the other. @returns how much that is */
  async function fillPanel(situation: Situation): Promise<number> {
    const { tenant, ada } = situation
    const { panelId, spec } = await serviceOf(tenant, ada.serviceId)
    const moreMb = 8192 - needOf(spec).memoryMb
    const action = await app.container.make(ReadPanelRoom)
    const room = await as(tenant, () => action.execute(panelId))
    if (!room.ok) throw new Error(room.error.type)
    const [most, least] = room.value.machines.map(({ memoryMb }) => memoryMb!).toSorted((a, b) => b - a)
    const planId = await addPlan(tenant)
    for (const memoryMb of [most! - 1, least! - moreMb]) {
      const { orderId } = await addOrder(tenant, { customerId: ada.customerId, planId, spec: { memoryMb } })
      if ((await hold(tenant, orderId)) !== 'held') throw new Error('The panel has less room than it said')
    }
    return moreMb
  }

  async function changeInvoices({ tenant, ada, brook }: Situation): Promise<number[]> {
    const counts = []
    for (const { customerId } of [ada, brook])
      counts.push((await invoicesOf(tenant, customerId)).filter(({ kind }) => kind === 'change').length)
    return counts
  }

  for (const [limited, refusal, narrow] of [
    ['of a plan', 'sold_out', (situation: Situation) => limitStock(situation, 1)],
    ['on a panel', 'no_capacity', fillPanel],
  ] as const) {
    test(`the last place ${limited}: of two who ask at once one is refused, and asked for nothing`, async ({
      assert,
    }) => {
      const situation = await begin()
      const price = await priceOf(situation)
      await narrow(situation)
      const { ada, brook } = situation
      const answers = await Promise.all([change(situation, ada, price), change(situation, brook, price)])
      assert.sameMembers(answers, ['changes', refusal])
      assert.deepEqual((await changeInvoices(situation)).toSorted(), [0, 1])
    })

    for (const names of [
      ['ada', 'brook'],
      ['brook', 'ada'],
    ] as const) {
      test(`the last place ${limited}: ${names.join(' before ')}`, async ({ assert }) => {
        const situation = await begin()
        const price = await priceOf(situation)
        await narrow(situation)
        const [first, second] = [situation[names[0]], situation[names[1]]]
        assert.equal(await change(situation, first, price), 'changes')
        assert.equal(await change(situation, first, price), 'changes', 'a second click is the same change')
        assert.equal(await change(situation, second, price), refusal)
        const end = await app.container.make(EndChange)
        const { subscriptionId } = first
        await as(situation.tenant, () =>
          end.execute({ subscriptionId, move: 'withdraw', reason: 'customer' })
        )
        assert.equal(await change(situation, second, price), 'changes', 'whoever withdraws gives it back')
      })
    }
  }

  test('the last of a plan: an order and a change see each other', async ({ assert }) => {
    const situation = await begin()
    const { tenant, ada } = situation
    const price = await priceOf(situation)
    await limitStock(situation, 1)
    const first = await order(situation)
    assert.equal(await hold(tenant, first), 'held')
    assert.equal(await change(situation, ada, price), 'sold_out')
    await letGo(tenant, first)
    const [answer, outcome] = await Promise.all([
      change(situation, ada, price),
      hold(tenant, await order(situation)),
    ])
    assert.include(['changes refused', 'sold_out held'], `${answer} ${outcome}`)
  })

  test('the last room of a panel: an order and a change see each other', async ({ assert }) => {
    const situation = await begin()
    const { tenant, ada } = situation
    const price = await priceOf(situation)
    const memoryMb = await fillPanel(situation)
    const first = await order(situation, { memoryMb })
    assert.equal(await hold(tenant, first), 'held')
    assert.equal(await change(situation, ada, price), 'no_capacity')
    await letGo(tenant, first)
    assert.equal(await change(situation, ada, price), 'changes')
    assert.equal(await hold(tenant, await order(situation, { memoryMb })), 'refused')
  })

  test('a change counts from the wish until its service has the plan, and no more once it ended otherwise', async ({
    assert,
  }) => {
    const situation = await begin()
    const { tenant, ada, wish } = situation
    await limitStock(situation, 1)
    assert.equal(await change(situation, ada, await priceOf(situation)), 'changes')
    const standAt = (status: string) =>
      write(tenant, () => sql`
        update subscription_changes
           set status = ${status},
               finished_at = case when ${status} in ('done', 'withdrawn', 'lapsed', 'reverted') then now() end`.execute(db)) // prettier-ignore
    const rows = [
      ['awaiting_payment', 'refused'],
      ['applying', 'refused'],
      ['scheduled', 'held'],
      ['invoiced', 'held'],
      ['withdrawn', 'held'],
      ['lapsed', 'held'],
      ['reverted', 'held'],
    ] as const
    for (const [status, outcome] of rows) {
      await standAt(status)
      const orderId = await order(situation)
      assert.equal(await hold(tenant, orderId), outcome, status)
      await letGo(tenant, orderId)
    }
    // Just resized: the service has the plan, and the change is not closed yet.
    await standAt('applying')
    await write(tenant, () => db.updateTable('services').set({ plan_id: wish.planId }).where('id', '=', ada.serviceId).execute()) // prettier-ignore
    await limitStock(situation, 2)
    assert.equal(await hold(tenant, await order(situation)), 'held', 'counted once')
  })
})
