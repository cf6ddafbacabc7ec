import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import type { CallSubject, ServerPanel } from '#app/provisioning/drivers/contract'
import type { PanelRow } from '#app/provisioning/records/panels'
import { ClaimStep } from '#app/provisioning/actions/claim_step'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { RunOperation } from '#app/provisioning/actions/run_operation'
import { SetDesiredState } from '#app/provisioning/actions/set_desired_state'
import { SettleStep } from '#app/provisioning/actions/settle_step'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel, serviceOf, settleOperations } from '#tests/support/provisioning'
import { loseQueuedJobs } from '#tests/support/settle'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'
import { eventNames, serversOn } from '#tests/provisioning/support'

type Moment = 'before the call' | 'after the call'

/** A worker that loses power at its n-th call: nothing after that instant happens in it, and nobody is told. */
class DyingConnections extends PanelConnections {
  private calls = 0
  readonly died: Promise<void>
  private die: () => void = () => {}

  constructor(
    private at: number,
    private moment: Moment
  ) {
    super()
    this.died = new Promise((resolve) => (this.die = resolve))
  }

  override open(panel: PanelRow, subject: CallSubject): ServerPanel {
    return this.watch(super.open(panel, subject))
  }

  /** Groups of a panel are watched as the panel is. */
  private watch<T extends object>(real: T): T {
    return new Proxy(real, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member === 'object' && member !== null) return this.watch(member)
        if (typeof member !== 'function') return member
        return async (...values: unknown[]) => {
          this.calls += 1
          const isLast = this.calls === this.at
          if (isLast && this.moment === 'before the call') await this.end()
          const answer: unknown = await member.apply(target, values)
          if (isLast) await this.end()
          return answer
        }
      },
    })
  }

  private end(): Promise<never> {
    this.die()
    return new Promise<never>(() => {})
  }
}

test.group('A worker dies in the middle of an operation', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BUILD_MS: '30', SANDBOX_TASK_MS: '10' })
  group.each.teardown(loseQueuedJobs)

  for (const moment of ['before the call', 'after the call'] as const) {
    for (const at of [1, 2, 3, 4, 5]) {
      test(`creation: ${moment}, call ${at}: one server, active, with a password`, async ({ assert }) => {
        const { tenant, serviceId } = await begin()
        await dieIn(tenant, serviceId, new DyingConnections(at, moment))
        await settleOperations(tenant)
        const service = await serviceOf(tenant, serviceId)
        assert.equal(service.status, 'active')
        assert.isNotNull(service.credentials)
        const servers = await serversOn(sandbox(), 'fra')
        assert.deepEqual(
          servers.map((server) => String(server.id)),
          [service.externalReference]
        )
        const names = await eventNames(tenant, serviceId)
        assert.equal(names.filter((name) => name === 'service.activated').length, 1)
      })
    }

    for (const desired of ['suspended', 'gone'] as const) {
      for (const at of [1, 2]) {
        test(`${desired}: ${moment}, call ${at}: it still ends right, once`, async ({ assert }) => {
          const { tenant, serviceId } = await begin()
          await settleOperations(tenant)
          const { subscriptionId } = await serviceOf(tenant, serviceId)
          const set = await app.container.make(SetDesiredState)
          await as(tenant, () => set.execute({ subscriptionId, desired }))
          await dieIn(tenant, serviceId, new DyingConnections(at, moment))
          await settleOperations(tenant)
          const [server] = await serversOn(sandbox(), 'fra')
          const expected = desired === 'gone' ? 'terminated' : 'suspended'
          assert.equal((await serviceOf(tenant, serviceId)).status, expected)
          if (desired === 'gone') assert.isUndefined(server)
          else assert.isTrue(server?.suspended)
          const names = await eventNames(tenant, serviceId)
          assert.equal(names.filter((name) => name === `service.${expected}`).length, 1)
        })
      }
    }
  }

  async function begin(): Promise<{ tenant: Tenant; serviceId: string }> {
    const tenant = await createTenant()
    await connectPanel(tenant, sandbox().url)
    const service = await addService(tenant, {
      customerId: await addAda(tenant),
      planId: await addPlan(tenant),
    })
    return { tenant, serviceId: service.id }
  }

  /** Runs the open operation until the worker dies, then lets the lease run out as time would. */
  async function dieIn(tenant: Tenant, serviceId: string, connections: DyingConnections): Promise<void> {
    const [claim, settle] = [await app.container.make(ClaimStep), await app.container.make(SettleStep)]
    const worker = new RunOperation(new Clock(), claim, settle, connections)
    const { id } = await as(tenant, () =>
      inTransaction(() =>
        db
          .selectFrom('operations')
          .select('id')
          .where('service_id', '=', serviceId)
          .where('status', 'in', ['queued', 'running', 'waiting'])
          .executeTakeFirstOrThrow()
      )
    )
    const ended = await Promise.race([
      connections.died.then(() => 'died' as const),
      runOut(tenant, worker, id).then(() => 'ended' as const),
    ])
    if (ended === 'ended') return
    await as(tenant, () =>
      inTransaction(() =>
        db
          .updateTable('operations')
          .set({ leased_until: '2020-01-01', next_attempt_at: '2020-01-01' })
          .where('id', '=', id)
          .execute()
      )
    )
  }

  async function runOut(tenant: Tenant, worker: RunOperation, id: string): Promise<void> {
    for (let turns = 0; turns < 10; turns += 1) {
      await as(tenant, () => worker.execute(id))
      await new Promise((resolve) => setTimeout(resolve, 600))
    }
  }
})
