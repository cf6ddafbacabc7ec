import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { ok } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { PanelFailure, ServerAddress, ServerPanel } from '#app/provisioning/drivers/contract'
import { KeepAddresses } from '#app/provisioning/actions/keep_addresses'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { RecordMove } from '#app/provisioning/actions/record_move'
import { findPanel } from '#app/provisioning/records/panels'
import { updateService } from '#app/provisioning/records/services'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel, serviceOf } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

const calls = ['observe', 'user', 'owner', 'resume'] as const
type Call = (typeof calls)[number] | 'suspend'

/** The panel that a service moved to: one call fails as the test says, or whoever asked dies before the answer is written. */
class Elsewhere extends PanelConnections {
  readonly told: Call[] = []
  failing: { call: Call; how: PanelFailure | 'killed' } | null = null
  meanwhile: (() => Promise<unknown>) | null = null
  isSuspended = false
  addresses: ServerAddress[] = [{ family: 4, address: '203.0.113.50', prefix: null, gateway: null }]

  override open(): ServerPanel {
    const answer = async <T>(call: Call, value: T) => {
      this.told.push(call)
      await this.meanwhile?.()
      if (this.failing?.call !== call) return ok(value)
      if (this.failing.how === 'killed') throw new Error('Killed')
      return { ok: false as const, error: this.failing.how }
    }
    const panel: Partial<ServerPanel> = {
      observeServer: (reference) =>
        answer('observe', {
          reference, state: this.isSuspended ? 'suspended' : 'running', isBusy: false, power: 'running', addresses: this.addresses, builtAt: null, adminUser: 'root', name: '',
        }),
      findOrCreateUser: () => answer('user', { reference: '77' }),
      ownership: { moveServer: () => answer('owner', undefined) },
      suspendServer: () => answer('suspend', undefined),
      resumeServer: () => answer('resume', undefined),
    } // prettier-ignore
    return panel as ServerPanel
  }
}

const failures: (PanelFailure | 'killed')[] = [
  { type: 'refused', reason: 'conflict', message: 'No.' },
  { type: 'retry_later', message: 'Busy.' },
  { type: 'unknown', message: 'No answer.' },
  { type: 'gone', message: 'Gone.' },
  'killed',
]

async function begin() {
  const tenant: Tenant = await createTenant()
  const [from, to] = [
    await connectPanel(tenant, 'http://127.0.0.1:9'),
    await connectPanel(tenant, 'http://127.0.0.1:9', { code: 'nyc' }),
  ]
  const wish = { customerId: await addAda(tenant), planId: await addPlan(tenant) }
  const keep = await app.container.make(KeepAddresses)
  /** Runs on a panel, under an address, and nothing is being done to it. */
  const service = async (reference: string, { panelId = from, address = '203.0.113.50' } = {}) => {
    const made = await addService(tenant, wish)
    await as(tenant, () =>
      inTransaction(async () => {
        const panel = (await findPanel(panelId))!
        await updateService(made.id, { status: 'active', activatedAt: new Date() })
        const addresses: ServerAddress[] = [{ family: 4, address, prefix: null, gateway: null }]
        const changes = { panelId, externalReference: reference, observed: 'running' as const, addresses }
        await keep.execute({ ...made, panelId }, panel, changes)
        await db.updateTable('operations').set({ status: 'done', finished_at: new Date() }).where('service_id', '=', made.id).execute()
      })
    ) // prettier-ignore
    return made
  }
  const elsewhere = new Elsewhere()
  const move = new RecordMove(new Clock(), new EventLog(), elsewhere, keep)
  const record = (serviceId: string, changes: object = {}) =>
    as(tenant, () =>
      move.execute({ serviceId, panelId: to, reference: '900', node: null, note: 'Rack 4', ...changes })
    )
  const rows = (table: 'service_moves' | 'address_holdings') =>
    as(tenant, () => inReadTransaction(() => db.selectFrom(table).selectAll().orderBy('id').execute()))
  const claims = () => as(tenant, () => inReadTransaction(() => db.selectFrom('move_claims').selectAll().execute())) // prettier-ignore
  const billed = (id: string) =>
    as(tenant, () => inReadTransaction(() => db.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirstOrThrow())) // prettier-ignore
  return { tenant, from, to, service, elsewhere, record, rows, claims, billed, keep }
}

test.group('A move is written down whole or not at all', () => {
  test('whatever call fails in whatever way, and once more by staff it is done', async ({ assert }) => {
    const { tenant, from, to, service, elsewhere, record, rows, billed } = await begin()
    const { id, subscriptionId } = await service('1')
    const before = { service: await serviceOf(tenant, id), holdings: await rows('address_holdings'), billed: await billed(subscriptionId) } // prettier-ignore
    assert.equal(before.service.panelId, from)
    // Somebody left it suspended where it stands now, so that there is one call more.
    elsewhere.isSuspended = true
    for (const call of calls) {
      for (const how of failures) {
        elsewhere.failing = { call, how }
        const answer = await record(id).catch((error: Error) => error)
        const title = `${call} ${typeof how === 'string' ? how : how.type}`
        if (how === 'killed') assert.instanceOf(answer, Error, title)
        else assert.deepEqual(answer, { ok: false, error: { type: 'panel_failed', failure: how } }, title)
        const after = { service: await serviceOf(tenant, id), holdings: await rows('address_holdings'), billed: await billed(subscriptionId) } // prettier-ignore
        assert.deepEqual(after, before, title)
        assert.lengthOf(await rows('service_moves'), 0, title)
      }
    }
    elsewhere.failing = null
    elsewhere.isSuspended = false
    assert.isTrue((await record(id)).ok)
    assert.deepInclude(await serviceOf(tenant, id), { panelId: to, externalReference: '900' })
    assert.deepEqual(await billed(subscriptionId), before.billed)
    assert.lengthOf(await rows('service_moves'), 1)
    assert.equal((await record(id) as { error: { type: string } }).error.type, 'nothing_moved') // prettier-ignore
  })

  test('of two at the same time one is written, and none while something is done to the server', async ({
    assert,
  }) => {
    const { tenant, service, elsewhere, record, rows } = await begin()
    const [one, other] = [await service('1'), await service('2', { address: '203.0.113.51' })]
    const answers = await Promise.all([record(one.id), record(one.id), record(other.id)])
    assert.lengthOf(answers.filter((answer) => answer.ok), 1) // prettier-ignore
    assert.lengthOf(await rows('service_moves'), 1)
    const left = answers[2].ok ? one : other
    elsewhere.meanwhile = () =>
      as(
        tenant,
        () =>
        inTransaction(() => db.updateTable('operations').set({ status: 'running' }).where('service_id', '=', left.id).execute()) // prettier-ignore
      )
    const answer = await record(left.id, { reference: '901' })
    assert.equal(!answer.ok && answer.error.type, 'work_under_way')
  })

  test("whoever comes second tells the panel nothing, so that the server is its owner's who is linked to it", async ({
    assert,
  }) => {
    const { service, elsewhere, record, rows, claims } = await begin()
    const [one, other] = [await service('1'), await service('2', { address: '203.0.113.51' })]
    const answers: unknown[] = []
    elsewhere.meanwhile = async () => {
      elsewhere.meanwhile = null
      answers.push(await record(other.id))
    }
    assert.isTrue((await record(one.id)).ok)
    assert.deepEqual(answers, [{ ok: false, error: { type: 'reference_taken' } }])
    assert.deepEqual(elsewhere.told, ['observe', 'user', 'owner'])
    assert.deepEqual((await rows('service_moves')).map((move) => 'service_id' in move && move.service_id), [one.id]) // prettier-ignore
    // A claim is given back, and who dies with one loses it.
    assert.lengthOf(await claims(), 0)
  })

  test('suspended while it was looked at: written once more as it is now', async ({ assert }) => {
    const { tenant, from, to, service, elsewhere, record } = await begin()
    const { id } = await service('1')
    elsewhere.meanwhile = () =>
      as(tenant, () => inTransaction(() => updateService(id, { status: 'suspended' })))
    const answer = await record(id)
    assert.equal(!answer.ok && answer.error.type, 'work_under_way')
    assert.equal((await serviceOf(tenant, id)).panelId, from)
    assert.isTrue((await record(id)).ok)
    assert.deepInclude(await serviceOf(tenant, id), { panelId: to, observed: 'suspended' })
  })

  for (const [status, isThere, told] of [
    ['active', true, ['resume']],
    ['active', false, []],
    ['suspended', false, ['suspend']],
    ['suspended', true, []],
  ] as const) {
    test(`${status} here and ${isThere ? 'suspended' : 'running'} there: ${told[0] ?? 'nothing to do'}`, async ({
      assert,
    }) => {
      const { tenant, service, elsewhere, record } = await begin()
      const { id } = await service('1')
      await as(tenant, () => inTransaction(() => updateService(id, { status })))
      elsewhere.isSuspended = isThere
      assert.isTrue((await record(id)).ok)
      assert.deepEqual(elsewhere.told.slice(3), [...told])
      assert.deepInclude(await serviceOf(tenant, id), { status, observed: status === 'active' ? 'running' : 'suspended' }) // prettier-ignore
    })
  }

  test('an address that moves with its server is held without a gap, and the panel that has it now has the last word', async ({
    assert,
  }) => {
    const { tenant, to, service, record, rows, keep } = await begin()
    const { id } = await service('1')
    const [held] = await rows('address_holdings')
    await record(id)
    const [past, same, ...others] = await rows('address_holdings')
    assert.lengthOf(others, 0)
    assert.deepInclude(past, { id: held!.id, panel_id: held!.panel_id, ended_at: same!.started_at })
    assert.deepInclude(same, { service_id: id, ended_at: null, panel_id: to })
    // The new panel gives the address to another server: it knows, so that the first has lost it, and nothing is contested.
    const next = await service('5', { panelId: to })
    await as(tenant, () => inTransaction(async () => keep.note(await serviceOf(tenant, next.id), (await findPanel(to))!, (await serviceOf(tenant, next.id)).addresses))) // prettier-ignore
    const now = await rows('address_holdings')
    const open = now.filter(({ ended_at }) => ended_at === null)
    assert.deepEqual(open.map(({ service_id }) => service_id), [next.id]) // prettier-ignore
  })
})
