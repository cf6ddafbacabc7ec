import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import type {
  LostServer,
  ObservedServer,
  PanelDriver,
  PanelFailure,
  ServerPanel,
} from '#app/provisioning/drivers/contract'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import { as, createTenant } from '#tests/support/tenants'

/** What the stand-in of a panel must be able to do for the suite, outside of the driver's own interface. */
export interface PanelStandIn {
  driver: PanelDriver
  /** Secrets that may appear in no log. */
  token: string
  open(tenant: Tenant, options?: { token?: string; baseUrl?: string }): ServerPanel
  /** The servers that really stand there. */
  servers(): Promise<{ reference: string; isSuspended: boolean; name: string; hasBackups: boolean }[]>
  /** The next call of a kind acts and is not answered, or neither. */
  loseAnswer(call: 'create' | 'build', kind: 'timeout_after' | 'timeout_before'): Promise<void>
  fillUp(): Promise<void>
  failBuilds(): Promise<void>
  spec: ServiceSpec
}

/** The suite every driver of server panels passes. */
export function conformance(standIn: () => PanelStandIn): void {
  async function begin() {
    const tenant = await createTenant()
    const panel = standIn().open(tenant)
    const customer = { id: newId(), number: 4711, name: 'Ada Lindgren', email: 'ada@example.test' }
    const call = <T>(run: () => Promise<T>) => as(tenant, run)
    const user = await call(() => panel.findOrCreateUser(customer))
    if (!user.ok) throw new Error(user.error.message)
    const order = { tag: `svc_${newId()}`, userReference: user.value.reference, spec: standIn().spec }
    const lost = (): LostServer => ({ ...order, knownReferences: [], triedAt: new Date(Date.now() - 1000) })
    const create = async () => {
      const created = await call(() => panel.createServer(order))
      if (!created.ok) throw new Error(created.error.message)
      return created.value.reference
    }
    const build = (reference: string) =>
      call(() =>
        panel.buildServer(reference, {
          tag: order.tag,
          hostname: 'web.example.test',
          template: 'Debian 13',
          spec: order.spec,
        })
      )
    const until = async (reference: string, isRight: (server: ObservedServer) => boolean) => {
      for (let looks = 0; looks < 2_000; looks += 1) {
        const server = await call(() => panel.observeServer(reference))
        if (server.ok && isRight(server.value)) return server.value
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
      throw new Error('The server never came to what was waited for')
    }
    const running = async () => {
      const reference = await create()
      await build(reference)
      await until(reference, (server) => server.state === 'running' && !server.isBusy)
      return reference
    }
    return { tenant, panel, customer, order, call, lost, create, build, until, running }
  }

  test('the connection test lists what can be sold, and a wrong token or address is a mistake of settings', async ({
    assert,
  }) => {
    const { tenant, panel, call } = await begin()
    const report = await call(() => panel.checkConnection())
    assert.isTrue(report.ok && report.value.packages.length > 0 && report.value.groups.length > 0)
    for (const wrong of [{ token: 'wrong' }, { baseUrl: 'nowhere' }]) {
      const refused = await call(() => standIn().open(tenant, wrong).checkConnection())
      assert.equal(refused.ok ? 'ok' : refused.error.type, 'misconfigured')
    }
  })

  test('capacity is reported, and a full panel has none', async ({ assert }) => {
    const { panel, call } = await begin()
    const open = await call(() => panel.readCapacity())
    assert.isTrue(open.ok && open.value.machines.some((machine) => (machine.memoryMb ?? Infinity) > 0))
    await standIn().fillUp()
    const full = await call(() => panel.readCapacity())
    assert.isTrue(full.ok && full.value.machines.every((machine) => machine.memoryMb === 0))
  })

  test('the same customer is one user, however often and however parallel', async ({ assert }) => {
    const { panel, customer, call } = await begin()
    const again = await Promise.all([1, 2, 3].map(() => call(() => panel.findOrCreateUser(customer))))
    assert.equal(new Set(again.map((user) => (user.ok ? user.value.reference : 'failed'))).size, 1)
    const other = { ...customer, number: 4712, email: 'brook@example.test' }
    const both = await Promise.all([1, 2, 3].map(() => call(() => panel.findOrCreateUser(other))))
    assert.equal(new Set(both.map((user) => (user.ok ? user.value.reference : 'failed'))).size, 1)
  })

  test('a full panel refuses a server for want of room', async ({ assert }) => {
    const { panel, order, call } = await begin()
    await standIn().fillUp()
    const refused = await call(() => panel.createServer(order))
    assert.isTrue(!refused.ok && refused.error.type === 'refused' && refused.error.reason === 'no_capacity')
    assert.deepEqual(await standIn().servers(), [])
  })

  test('a creation that acted and was not answered is unknown, and the server is found', async ({
    assert,
  }) => {
    const { panel, order, call, lost } = await begin()
    await standIn().loseAnswer('create', 'timeout_after')
    const unknown = await call(() => panel.createServer(order))
    assert.equal(unknown.ok ? 'ok' : unknown.error.type, 'unknown')
    const found = await call(() => panel.findCreatedServer(lost()))
    const [server] = await standIn().servers()
    assert.deepEqual(found, { ok: true, value: { reference: server!.reference } })
    // What another service is linked to is never taken for the lost one.
    const known = { ...lost(), knownReferences: [server!.reference] }
    assert.deepEqual(await call(() => panel.findCreatedServer(known)), { ok: true, value: null })
  })

  test('a creation that never acted is unknown, and nothing is found', async ({ assert }) => {
    const { panel, order, call, lost } = await begin()
    await standIn().loseAnswer('create', 'timeout_before')
    const unknown = await call(() => panel.createServer(order))
    assert.equal(unknown.ok ? 'ok' : unknown.error.type, 'unknown')
    assert.deepEqual(await call(() => panel.findCreatedServer(lost())), { ok: true, value: null })
  })

  test('a server that bears our mark is found whatever became of it', async ({ assert }) => {
    const { panel, order, call, lost, running } = await begin()
    const reference = await running()
    await call(() => panel.nameServer(reference, order.tag))
    const later = { ...lost(), triedAt: new Date(Date.now() + 3_600_000) }
    assert.deepEqual(await call(() => panel.findCreatedServer(later)), { ok: true, value: { reference } })
  })

  test('a half-made server can be finished, or removed', async ({ assert }) => {
    const { panel, call, create, build, until } = await begin()
    const [first, second] = [await create(), await create()]
    const reserved = await call(() => panel.observeServer(first))
    assert.equal(reserved.ok && reserved.value.state, 'reserved')
    assert.isTrue((await build(first)).ok)
    await until(first, (server) => server.state === 'running')
    await call(() => panel.removeServer(second))
    await gone(call, panel, second)
    assert.deepEqual(
      (await standIn().servers()).map((server) => server.reference),
      [first]
    )
  })

  test('a build that fails is reported as failed', async ({ assert }) => {
    const { create, build, until } = await begin()
    await standIn().failBuilds()
    const reference = await create()
    await build(reference)
    const server = await until(reference, (candidate) => !candidate.isBusy)
    assert.equal(server.state, 'build_failed')
  })

  test('suspending and resuming may be repeated, and the report equals what stands there', async ({
    assert,
  }) => {
    const { panel, call, running, until } = await begin()
    const reference = await running()
    for (const wanted of ['suspended', 'running'] as const) {
      const act = () =>
        wanted === 'suspended' ? panel.suspendServer(reference) : panel.resumeServer(reference)
      assert.isTrue((await call(act)).ok)
      const server = await until(reference, (candidate) => candidate.state === wanted && !candidate.isBusy)
      assert.isTrue((await call(act)).ok)
      const [real] = await standIn().servers()
      assert.equal(real!.isSuspended, server.state === 'suspended')
    }
  })

  test('removing may be repeated, and afterwards every question says that it is gone', async ({ assert }) => {
    const { panel, call, running } = await begin()
    const reference = await running()
    assert.isTrue((await call(() => panel.removeServer(reference))).ok)
    await gone(call, panel, reference)
    assert.isTrue((await call(() => panel.removeServer(reference))).ok)
    const suspended = await call(() => panel.suspendServer(reference))
    assert.equal(suspended.ok ? 'ok' : suspended.error.type, 'gone')
    assert.deepEqual(await standIn().servers(), [])
  })

  test('declared capabilities work', async ({ assert }) => {
    const { panel, customer, order, call, running, until } = await begin()
    const { capabilities } = standIn().driver
    const reference = await running()
    const idle = () => until(reference, (server) => !server.isBusy)
    if (capabilities.power) {
      for (const action of ['poweroff', 'boot', 'restart'] as const) {
        assert.isTrue((await call(() => panel.switchPower(reference, action))).ok)
        assert.equal((await idle()).power, action === 'poweroff' ? 'stopped' : 'running')
      }
    }
    if (capabilities.passwordReset) {
      const reset = await call(() => panel.resetPassword(reference, 'root'))
      assert.isTrue(reset.ok && reset.value.password.length >= 8)
      await idle()
    }
    if (capabilities.rebuild) {
      const templates = await call(() => panel.listTemplates(reference))
      assert.isTrue(templates.ok && templates.value.some((template) => template.name === 'Debian 12'))
      const build = { tag: order.tag, hostname: 'web', template: 'Debian 12', spec: order.spec }
      assert.isTrue((await call(() => panel.rebuildServer(reference, build))).ok)
      await until(reference, (server) => server.state === 'running' && !server.isBusy)
      const unknown = await call(() => panel.rebuildServer(reference, { ...build, template: 'Plan 9' }))
      assert.equal(unknown.ok ? 'ok' : unknown.error.type, 'misconfigured')
    }
    if (capabilities.backups) {
      assert.isTrue((await call(() => panel.startBackups(reference))).ok)
      assert.isTrue((await call(() => panel.startBackups(reference))).ok)
      assert.deepEqual(
        (await standIn().servers()).map((server) => server.hasBackups),
        [true]
      )
    }
    if (capabilities.console) {
      const link = await call(() => panel.openConsole(reference))
      assert.isTrue(link.ok && /^wss?:/.test(link.value.url))
    }
    if (capabilities.signIn) {
      const link = await call(() => panel.makeSignInLink(reference, customer))
      assert.isTrue(link.ok && /^https?:/.test(link.value.url))
    }
  })

  test('no secret reaches the log of calls', async ({ assert }) => {
    const { tenant, panel, customer, call, create, build, until } = await begin()
    const reference = await create()
    const built = await build(reference)
    await until(reference, (server) => server.state === 'running' && !server.isBusy)
    const console = await call(() => panel.openConsole(reference))
    const signIn = await call(() => panel.makeSignInLink(reference, customer))
    const reset = await call(() => panel.resetPassword(reference, 'root'))
    const secrets = [
      standIn().token,
      built.ok ? built.value.password : '',
      reset.ok ? reset.value.password : '',
      console.ok ? console.value.password : '',
      console.ok ? new URL(console.value.url).search : '',
      signIn.ok ? new URL(signIn.value.url).search : '',
    ]
    const rows = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('remote_calls').selectAll().execute())
    )
    const log = JSON.stringify(rows)
    for (const secret of secrets) {
      assert.isAbove(secret.length, 6)
      assert.notInclude(log, secret)
    }
  })
}

async function gone(
  call: <T>(run: () => Promise<T>) => Promise<T>,
  panel: ServerPanel,
  reference: string
): Promise<PanelFailure> {
  for (let looks = 0; looks < 2_000; looks += 1) {
    const server = await call(() => panel.observeServer(reference))
    if (!server.ok && server.error.type === 'gone') return server.error
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('The server never went')
}
