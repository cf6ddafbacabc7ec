import { test } from '@japa/runner'
import type { OperationKind } from '#app/provisioning/domain/operation'
import { operationPlans } from '#app/provisioning/domain/operation_plans'
import { audit } from '#tests/journeys/auditor'
import { CustomerDesk } from '#tests/journeys/customer_desk'
import { Power } from '#tests/journeys/power'
import { moments, stopAt } from '#tests/journeys/row_gate'
import { useWorld } from '#tests/journeys/use_world'
import { serversOn } from '#tests/provisioning/support'
import { apiClientFor } from '#tests/support/api'

/** `KILL_STEPS=all` kills at every moment of every step; otherwise the moments take turns, and shorter work loses power once. */
const isThorough = process.env.KILL_STEPS === 'all'

/** Kills the worker at steps of an operation that is about to begin, each time starting it again. */
async function killAtSteps(power: Power, kind: OperationKind, { times = Infinity } = {}): Promise<void> {
  for (const [index, step] of operationPlans[kind].entries()) {
    if (!isThorough && index >= times) return
    for (const moment of isThorough ? moments : [moments[(index + (times === 1 ? 1 : 0)) % 3]!]) {
      const where = `tenant_id = '${power.world.tenant.id}' and name = '${step}' and operation_id in (select id from operations where kind = '${kind}')`
      await stopAt(
        { table: 'operation_steps', where },
        { moment, strike: () => power.processes.kill('worker') }
      )
      await power.revive('worker')
    }
  }
}

test.group('Power goes', (group) => {
  const begin = useWorld(group)
  group.each.timeout(isThorough ? 3_600_000 : 900_000)

  test('of the worker, at each step of a creation: one server, charged once', async ({ assert, cleanup }) => {
    const { world, ada } = await begin()
    const power = await Power.on(world)
    cleanup(() => power.off())
    const orderId = await ada.order()
    await power.orderIs('awaiting_payment')
    await world.sandbox.fault('virtfusion', 'answer_late_ms', { value: 100 })
    await ada.pay(orderId)
    await killAtSteps(power, 'create')
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
    cleanup(() => power.off())
    const desk = await CustomerDesk.of(world, ada)
    const quote = await desk.quote()
    const ours = `tenant_id = '${world.tenant.id}'`

    const placing = desk.placeOrder(quote.id).catch(() => null)
    await stopAt(
      { table: 'quotes', where: ours },
      { moment: 'unbegun', strike: () => power.processes.kill('web') }
    )
    await placing
    await power.revive('web')
    const { id: orderId } = (await desk.placeOrder(quote.id)).body
    await power.orderIs('awaiting_payment')

    await world.sandbox.fault('stripe', 'answer_late_ms', {
      times: 1,
      value: 400,
      route: 'POST /v1/payment_intents',
    })
    const beginning = desk.api.post(`/orders/${orderId}/payments`, { save_method: true }).catch(() => null)
    await stopAt(
      { table: 'payments', where: `${ours} and pending_call = 'create'` },
      { moment: 'unbegun', strike: () => power.processes.kill('web') }
    )
    await beginning
    await power.revive('web')
    const begun = await power.eventually(async () => {
      const answer = await desk.api.post(`/orders/${orderId}/payments`, { save_method: true })
      return answer.body.form && answer
    }, 'the card form')

    // The worker keeps still until its messages and its capture are watched.
    const confirming = world.sandbox.confirm(begun.body.form.client_secret)
    await power.cut('web')
    await confirming
    await stopAt(
      { table: 'webhook_inbox', where: `${ours} and type = 'payment_intent.amount_capturable_updated'` },
      { moment: 'unbegun', strike: () => power.processes.kill('worker') }
    )
    await world.sandbox.fault('stripe', 'answer_late_ms', {
      times: 1,
      value: 400,
      route: 'POST /v1/payment_intents/:id/capture',
    })
    await power.revive('worker')
    await stopAt(
      { table: 'payments', where: `${ours} and pending_call = 'capture'` },
      { moment: 'unbegun', strike: () => power.processes.kill('worker') }
    )
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
    cleanup(() => power.off())
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const desk = await CustomerDesk.of(world, ada)
    const service = (await desk.api.get('/services')).body.data[0]
    await world.sandbox.fault('virtfusion', 'answer_late_ms', { value: 100 })

    const held = await staff.post(`/services/${service.id}/holds`, { hold: 'abuse', note: 'spam' })
    assert.isBelow(held.status, 300, held.text)
    await killAtSteps(power, 'suspend', { times: 1 })
    await power.settled()
    assert.equal((await world.one('services')).status, 'suspended')
    await audit(world, assert)

    const { id } = (await desk.api.get('/subscriptions')).body.data[0]
    await desk.api.post(`/subscriptions/${id}/cancellation`, { when: 'now' })
    await killAtSteps(power, 'terminate', { times: 1 })
    await power.settled()
    assert.equal((await world.one('services')).status, 'terminated')
    assert.lengthOf(await serversOn(world.sandbox, 'fra'), 0)
    await audit(world, assert)
  })
})
