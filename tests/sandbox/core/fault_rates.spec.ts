import { test } from '@japa/runner'
import { eventually, SandboxProcess } from '../sandbox_process.js'
import { StripeSandbox } from '../stripe/stripe_sandbox.js'
import { PanelClient } from '../virtfusion/panel_client.js'

const calls = 12
const round = Array.from({ length: calls })
/** Neither always nor never: with this seed each row of chances below has both. */
const half = 0.5

test.group('Faults of the sandbox strike by rate', (group) => {
  let sandbox: SandboxProcess
  let panel: PanelClient
  let userId: number

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_BUILD_MS: '0', SANDBOX_TASK_MS: '0' })
    panel = new PanelClient(sandbox)
    return () => sandbox.stop()
  })
  group.each.setup(async () => {
    await sandbox.reset()
    await sandbox.json('DELETE', '/_faults')
    userId = (await panel.createUser(1)).id
  })

  /** Which of a dozen calls a fault hit, in their order. */
  async function struck(rate: number, call: () => Promise<boolean>, fault: string, value?: number) {
    await sandbox.json('PUT', '/_seed', { seed: 7 })
    await sandbox.fault('virtfusion', fault, { rate, value: value ?? null })
    const hits: boolean[] = []
    for (const _ of round) hits.push(await call())
    await sandbox.json('DELETE', '/_faults')
    return hits
  }

  const look = () => panel.call('GET', `/servers/user/${userId}`)
  const create = () => panel.call('POST', '/servers', { packageId: 1, userId, hypervisorId: 2 })

  /** What the log says of the latest call: slow answers are known by nothing else. */
  async function isLogged(fault: string): Promise<boolean> {
    await look()
    const [latest] = await sandbox.json<{ fault: string | null }[]>('GET', '/_requests/virtfusion?limit=1')
    return latest?.fault === fault
  }

  const isCutOff = () => look().then(() => false, () => true) // prettier-ignore
  const rows: { fault: string; value?: number; call: () => Promise<boolean> }[] = [
    { fault: 'latency_ms', value: 1, call: () => isLogged('latency_ms') },
    { fault: 'answer_late_ms', value: 1, call: () => isLogged('answer_late_ms') },
    { fault: 'error_500', call: async () => (await look()).status === 500 },
    { fault: 'timeout_before', value: 1, call: isCutOff },
    { fault: 'timeout_after', value: 1, call: isCutOff },
    { fault: 'panel_full', call: async () => (await create()).status === 422 },
    { fault: 'build_fails', call: async () => (await panel.builtServer(userId)).buildFailed },
  ]

  test('{fault}: all, none, or the same part of the calls each time')
    .with(rows)
    .run(async ({ assert }, { fault, value, call }) => {
      assert.deepEqual(new Set(await struck(1, call, fault, value)), new Set([true]))
      assert.deepEqual(new Set(await struck(0, call, fault, value)), new Set([false]))
      const part = await struck(half, call, fault, value)
      assert.includeMembers(part, [true, false])
      assert.deepEqual(await struck(half, call, fault, value), part)
    })

  test('what is hit before it acts made nothing, what is hit after it acts is there', async ({ assert }) => {
    const made = async () => (await panel.data<object[]>('GET', `/servers/user/${userId}`)).length
    const tryToCreate = () => create().then(() => false, () => true) // prettier-ignore
    await struck(1, tryToCreate, 'timeout_before', 1)
    assert.equal(await made(), 0)
    await struck(1, tryToCreate, 'timeout_after', 1)
    assert.isAbove(await made(), 0)
  })
})

test.group('Webhooks of the sandbox, by rate', (group) => {
  let stripe: StripeSandbox

  group.each.setup(async () => {
    stripe = await StripeSandbox.start()
    return () => stripe.stop()
  })

  async function makeCustomers(fault: string, value: number): Promise<string[]> {
    await stripe.process.json('PUT', '/_seed', { seed: 7 })
    await stripe.process.fault('stripe', fault, { rate: half, value })
    for (const [index] of [...round].entries()) await stripe.server.customers.create({ name: `Ada ${index}` })
    await eventually(
      () => stripe.server.events.list({ delivery_success: false }),
      (events) => events.data.length === 0
    )
    return stripe.received.map(({ id }) => id)
  }

  test('some come twice', async ({ assert }) => {
    await makeCustomers('duplicate_webhooks', 1)
    const countOf = () => {
      const ids = stripe.received.map(({ id }) => id)
      return { different: new Set(ids).size, twice: ids.length - new Set(ids).size }
    }
    const { different, twice } = await eventually(async () => countOf(), (count) => count.twice > 1) // prettier-ignore
    assert.equal(different, calls)
    assert.isBelow(twice, calls)
  })

  test('some are overtaken by later ones', async ({ assert }) => {
    const arrived = await makeCustomers('reorder_webhooks', 2_500)
    const { data: events } = await stripe.server.events.list({ limit: calls })
    const inOrder = events.map(({ id }) => id).toReversed()
    assert.sameMembers(arrived, inOrder)
    assert.notDeepEqual(arrived, inOrder)
  })
})
