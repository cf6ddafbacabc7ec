import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import type { WorkspaceSpec } from '#app/catalogue/index'
import { kasm } from '#app/provisioning/drivers/kasm/driver'
import { refusalIn } from '#app/provisioning/drivers/kasm/failures'
import { conformance, type PanelSubject } from '#tests/provisioning/drivers/conformance'
import { openLine, outcomeOf } from '#tests/provisioning/drivers/conformance_line'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'

const right = { token: 'sandbox-kasm-key', secret: 'sandbox-kasm-secret' }
const env = { SANDBOX_TASK_MS: '15' }

const spec: WorkspaceSpec = {
  kind: 'workspace',
  sessions: 1,
  sessionMinutes: 480,
  storageGb: 0,
  cpuCores: 2,
  memoryMb: 2768,
  package: 'Workspace Solo',
  template: 'Ubuntu Jammy',
  location: null,
}

interface State {
  users: { id: string; disabled: boolean; groupIds: string[] }[]
  sessions: { userId: string }[]
}

function subjectOn(sandbox: Sandbox): PanelSubject {
  return {
    driver: kasm,
    secrets: right,
    wrongSecrets: { token: 'sandbox-kasm-wrong', secret: 'sandbox-kasm-wrong-secret' },
    open: ({ secrets = right, isElsewhere = false } = {}) => {
      const baseUrl = `${sandbox.url}${isElsewhere ? '/nowhere' : '/kasm'}`
      const config = { callTimeoutMs: 1_500, userDomain: 'desktops.example.test' }
      const connection = { id: newId(), code: 'desktops', baseUrl, secrets, config, maxConcurrentCalls: 4 }
      return kasm.open(connection, { kind: 'panel', id: newId() })
    },
    servers: async () =>
      (await sandbox.state<State>('kasm')).users.map(({ id, disabled }) => ({
        reference: id,
        isSuspended: disabled,
      })),
    loseAnswer: (_call, kind) =>
      sandbox.fault('kasm', kind, { times: 1, route: 'POST /kasm/api/public/create_user', value: 4_000 }),
    spec,
    largerSpec: { ...spec, sessions: 3, package: 'Workspace Plus' },
    hostname: 'desk',
    marksOnCreation: true,
  }
}

test.group('Kasm conforms', (group) => {
  const sandbox = useSandbox(group, env)
  conformance(kasm, () => subjectOn(sandbox()))
})

test.group('Kasm in detail', (group) => {
  const sandbox = useSandbox(group, env)

  test('{0} {1} is {2}')
    .with([
      [200, '', null],
      [200, 'Unable to locate user', 'gone'],
      [200, 'No resources are available to create the requested Kasm', 'refused'],
      [200, 'User already exists', 'refused'],
      [302, '', 'misconfigured'],
      [400, '', 'refused'],
      [403, 'Unauthorized', 'misconfigured'],
      [404, '', 'misconfigured'],
      [500, 'Internal Server Error', 'unknown'],
    ] as [number, string, string | null][])
    .run(({ assert }, [status, sentence, expected]) => {
      const body = sentence ? { error_message: sentence } : {}
      assert.equal(refusalIn({ status, body })?.type ?? null, expected)
    })

  test('a session begins once for an image, is listed and ends; its link stays out of the log', async ({
    assert,
  }) => {
    const { panel, call, running, until } = await openLine(subjectOn(sandbox()))
    const reference = await running()
    const { sessions } = panel
    const first = await call(() => sessions!.startSession(reference, 'Ubuntu Jammy'))
    assert.isTrue(first.ok && first.value.url.startsWith(`${sandbox().url}/kasm/#/connect/kasm/`))
    await until(reference, () => true)
    for (let looks = 0; looks < 200; looks += 1) {
      const again = await call(() => sessions!.startSession(reference, 'Ubuntu Jammy'))
      if (again.ok) break
      assert.equal(outcomeOf(again), 'retry_later')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const listed = await call(() => sessions!.listSessions(reference))
    const [only, ...others] = listed.ok ? listed.value : []
    assert.containSubset(only, { image: 'Ubuntu Jammy', state: 'running' })
    assert.lengthOf(others, 0)
    const limited = await call(() => sessions!.startSession(reference, 'Chrome'))
    assert.equal(!limited.ok && limited.error.type === 'refused' && limited.error.reason, 'conflict')
    for (let times = 0; times < 2; times += 1) {
      assert.equal(outcomeOf(await call(() => sessions!.endSession(reference, only!.reference))), 'ok')
    }
  })

  test('suspending ends what runs, and nothing begins until it is lifted', async ({ assert }) => {
    const { panel, call, running } = await openLine(subjectOn(sandbox()))
    const reference = await running()
    await call(() => panel.sessions!.startSession(reference, 'Chrome'))
    assert.equal(outcomeOf(await call(() => panel.suspendServer(reference))), 'ok')
    assert.lengthOf((await sandbox().state<State>('kasm')).sessions, 0)
    const refused = await call(() => panel.sessions!.startSession(reference, 'Chrome'))
    assert.equal(outcomeOf(refused), 'refused')
    await call(() => panel.resumeServer(reference))
    assert.equal(outcomeOf(await call(() => panel.sessions!.startSession(reference, 'Chrome'))), 'ok')
  })

  test('another plan is another group, and the old one is left', async ({ assert }) => {
    const subject = subjectOn(sandbox())
    const { panel, call, running } = await openLine(subject)
    const reference = await running()
    await call(() => panel.resize!.resizeServer(reference, subject.largerSpec!))
    const [user] = (await sandbox().state<State>('kasm')).users
    assert.lengthOf(user!.groupIds, 1)
    const row = await call(() => panel.listServers(null))
    assert.equal(row.ok && row.value.servers[0]!.package, 'Workspace Plus')
  })
})
