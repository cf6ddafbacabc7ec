import { test } from '@japa/runner'
import type { OperationKind } from '#app/provisioning/domain/operation'
import { operationPlans } from '#app/provisioning/domain/operation_plans'
import { audit } from '#tests/journeys/auditor'
import { CustomerDesk } from '#tests/journeys/customer_desk'
import { Power } from '#tests/journeys/power'
import { RowGate, type Write } from '#tests/journeys/row_gate'
import { useWorld } from '#tests/journeys/use_world'
import { serversOn } from '#tests/provisioning/support'
import { apiClientFor } from '#tests/support/api'

/** `TEST_KILL_STEPS=all` kills at every moment of every step; otherwise at every third step from the making of the server on, the moments taking turns, and shorter work loses power once. */
const isThorough = process.env.TEST_KILL_STEPS === 'all'

/**
 * Where in the life of a step the power goes: its intent is not committed yet; its intent is committed and the call is under way;
 * the answer is there but not committed.
 */
const moments = ['unbegun', 'under_way', 'answered'] as const

/** Kills the worker at steps of an operation that `begin` asks for, each time starting it again. */
async function killAtSteps(
  power: Power,
  { kind, begin, times = Infinity }: { kind: OperationKind; begin: () => Promise<unknown>; times?: number }
): Promise<void> {
  let goOn = begin
  for (const [index, step] of operationPlans[kind].entries()) {
    if (!isThorough && !(times === 1 ? index === 0 : index % 3 === 1)) continue
    for (const moment of isThorough ? moments : [moments[(Math.floor(index / 3) + 1) % 3]!]) {
      const ours = (row: string) => `${row}tenant_id = '${power.world.tenant.id}' and ${row}name = '${step}'`
      const write =
        moment === 'unbegun' ? `new.status = 'running'` : `old.status = 'running' and new.status <> 'running'`
      const gate = await RowGate.closeAt({
        table: 'operation_steps',
        on: 'update',
        when: `${ours('new.')} and ${write}`,
      })
      await goOn()
      if (moment === 'under_way')
        await gate.sees(`select from operation_steps where ${ours('')} and status = 'running'`)
      else await gate.reached()
      await power.processes.kill('worker')
      await gate.open()
      goOn = () => power.revive('worker')
    }
  }
  await goOn()
}

/** The gateway has answered, and that is about to be written down. */
const answered = (call: 'create' | 'capture') =>
  `old.pending_call = '${call}' and new.pending_call is distinct from '${call}'`

test.group('Power goes', (group) => {
  const begin = useWorld(group)
  group.each.timeout(isThorough ? 3_600_000 : 900_000)

  test('of the worker, at each step of a creation: one server, charged once', async ({ assert, cleanup }) => {
    const { world, ada } = await begin()
    const power = await Power.on(world)
    cleanup(async () => {
      await power.off()
      await RowGate.openAll()
    })
    const orderId = await ada.order()
    await power.orderIs('awaiting_payment')
    await world.sandbox.fault('virtfusion', 'answer_late_ms', { value: 100 })
    await killAtSteps(power, { kind: 'create', begin: () => ada.pay(orderId) })
    await power.settled()
    assert.equal((await world.one('orders')).status, 'completed')
    assert.equal((await world.one('services')).status, 'active')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 1)
    assert.deepEqual(
      (await world.payments()).map(({ status }) => status),
      ['succeeded']
    )
    await audit(world, assert)
  })

  test('of web and worker, from order to capture: one order, one payment, charged once', async ({
    assert,
    cleanup,
  }) => {
    const { world, ada } = await begin()
    const power = await Power.on(world)
    cleanup(async () => {
      await power.off()
      await RowGate.openAll()
    })
    const desk = await CustomerDesk.of(world, ada)
    const quote = await desk.quote()
    const ours = `tenant_id = '${world.tenant.id}'`

    const stand = (table: Write['table'], on: Write['on'], when: string) =>
      RowGate.closeAt({ table, on, when: `new.${ours} and ${when}` })

    const ordering = await stand('orders', 'insert', 'true')
    const placing = desk.placeOrder(quote.id).catch(() => null)
    await ordering.reached()
    await power.processes.kill('web')
    await ordering.open()
    await placing
    await power.revive('web')
    const { id: orderId } = (await desk.placeOrder(quote.id)).body
    await power.orderIs('awaiting_payment')

    const answering = await stand('payments', 'update', answered('create'))
    const beginning = desk.api.post(`/orders/${orderId}/payments`, { save_method: true }).catch(() => null)
    await answering.reached()
    await power.processes.kill('web')
    await answering.open()
    await beginning
    await power.revive('web')
    const begun = await power.eventually(async () => {
      const answer = await desk.api.post(`/orders/${orderId}/payments`, { save_method: true })
      return answer.body.form && answer
    }, 'the card form')

    // Whichever message it hears first, or its own question, tells it that the bank holds the money: the gate is at what it makes of it.
    const hearing = await stand(
      'payments',
      'update',
      `old.status <> 'authorised' and new.status = 'authorised'`
    )
    const confirming = world.sandbox.confirm(begun.body.form.client_secret)
    await power.processes.restart('web')
    await confirming
    await hearing.reached()
    await power.processes.kill('worker')
    await hearing.open()

    const capturing = await stand('payments', 'update', answered('capture'))
    await power.revive('worker')
    await capturing.reached()
    await power.processes.kill('worker')
    await capturing.open()
    await power.revive('worker')
    await power.settled()
    await world.one('orders')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 1)
    assert.deepEqual(
      (await world.payments()).map(({ status }) => status),
      ['succeeded']
    )
    const { payment_intents: intents } = await world.sandbox.state('stripe')
    assert.lengthOf(intents!, 1)
    await audit(world, assert)
  })

  test('of the worker, while a server is suspended and removed', async ({ assert, cleanup }) => {
    const { world, ada } = await begin()
    await ada.buy()
    const power = await Power.on(world)
    cleanup(async () => {
      await power.off()
      await RowGate.openAll()
    })
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const desk = await CustomerDesk.of(world, ada)
    const service = (await desk.api.get('/services')).body.data[0]
    await world.sandbox.fault('virtfusion', 'answer_late_ms', { value: 100 })

    await killAtSteps(power, {
      kind: 'suspend',
      times: 1,
      begin: async () => {
        const held = await staff.post(`/services/${service.id}/holds`, { hold: 'abuse', note: 'spam' })
        assert.isBelow(held.status, 300, held.text)
      },
    })
    await power.settled()
    assert.equal((await world.one('services')).status, 'suspended')
    await audit(world, assert)

    const { id } = (await desk.api.get('/subscriptions')).body.data[0]
    const cancel = () => desk.api.post(`/subscriptions/${id}/cancellation`, { when: 'now' })
    await killAtSteps(power, { kind: 'terminate', times: 1, begin: cancel })
    await power.settled()
    assert.equal((await world.one('services')).status, 'terminated')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 0)
    await audit(world, assert)
  })
})
