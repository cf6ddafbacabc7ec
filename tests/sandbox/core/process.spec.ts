import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { SandboxProcess } from '../sandbox_process.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Runs the sandbox until it ends by itself. */
function runToItsEnd(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['sandbox/main.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said: said.trim() })))
}

test.group('Sandbox, as a process', (group) => {
  let sandbox: SandboxProcess

  group.setup(async () => {
    sandbox = await SandboxProcess.start()
    return () => sandbox.stop()
  })

  test('a taken port is said in one sentence', async ({ assert }) => {
    const { code, said } = await runToItsEnd({
      SANDBOX_PORT: String(sandbox.port),
      SANDBOX_SMTP_PORT: '0',
      SANDBOX_DIR: `${sandbox.directory}/second`,
    })
    assert.equal(code, 1)
    assert.match(said, new RegExp(`^sandbox: port ${sandbox.port} is taken;[^\n]*SANDBOX_PORT[^\n]*$`))
  })

  test('a setting that makes no sense is said in one sentence', async ({ assert }) => {
    const { code, said } = await runToItsEnd({ SANDBOX_PORT: 'tomorrow' })
    assert.deepEqual(
      [code, said],
      [1, 'sandbox: SANDBOX_PORT must be a whole number from 0 to 65535, not "tomorrow".']
    )
  })

  test('it tells its systems, refuses unknown ones and wrong faults', async ({ assert }) => {
    const health = await sandbox.json<{ status: string; systems: string[] }>('GET', '/_health')
    assert.equal(health.status, 'ok')
    assert.include(health.systems, 'stripe')
    const ask = (method: string, address: string, body?: object) =>
      fetch(sandbox.url + address, {
        method,
        headers: { 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      }).then(({ status }) => status)
    assert.equal(await ask('GET', '/_state/unicorns'), 404)
    assert.equal(await ask('PUT', '/_faults/stripe/error_500', { rate: 2 }), 422)
    assert.equal(await ask('PUT', '/_faults/stripe/error_500', { often: true }), 422)
    assert.equal(await ask('PUT', '/_seed', { seed: -1 }), 422)
  })

  test('the request log keeps 2000 calls and no secret', async ({ assert }) => {
    const call = () =>
      fetch(`${sandbox.url}/v1/payment_methods`, {
        method: 'POST',
        headers: { authorization: 'Bearer pk_test_sandbox' },
        body: new URLSearchParams({ type: 'card', 'card[number]': '4242424242424242', 'card[cvc]': '987' }),
      })
    for (let done = 0; done < 2150; done += 50) await Promise.all(Array.from({ length: 50 }, call))
    const rows = await sandbox.json<object[]>('GET', '/_requests/stripe?limit=5000')
    assert.lengthOf(rows, 2000)
    assert.notMatch(JSON.stringify(rows[0]), /4242424242424242|987/)
  })
})
