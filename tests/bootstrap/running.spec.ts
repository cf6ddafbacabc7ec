import { rm } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { isAlive, nameProcess, type ProcessName } from '../../bin/lib/processes.mjs'
import { findFreePort } from '../../bin/lib/ports.mjs'
import { run, runToEnd, type Started, temporaryFolder, waitForOutput } from './support/start.js'

interface Instance {
  owner: ProcessName
  children: ProcessName[]
}

const readInstance = (folder: string): Instance =>
  JSON.parse(readFileSync(join(folder, 'run/instance.json'), 'utf8'))

async function waitUntil(condition: () => boolean, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs
  while (!condition() && performance.now() < until) await new Promise((done) => setTimeout(done, 50))
  return condition()
}

/** By the host's name, which not every resolver knows to be this machine. */
function statusOf(url: string, token: string): Promise<number | undefined> {
  const { host, port, pathname } = new URL(url)
  return new Promise((done, fail) => {
    const headers = { host, authorization: `Bearer ${token}` }
    get({ host: '127.0.0.1', port, path: pathname, headers }, (answer) => done(answer.resume().statusCode)).on('error', fail)
  })
} // prettier-ignore

test.group('npm start', (group) => {
  let folder = ''
  let settings: Record<string, string> = {}
  const starts: Started[] = []

  group.each.setup(async (current) => {
    folder = await temporaryFolder(current)
    const ports = {
      PORT: await findFreePort(),
      SANDBOX_PORT: await findFreePort(),
      SANDBOX_SMTP_PORT: await findFreePort(),
    }
    settings = {
      VAR_DIR: folder,
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    }
    current.cleanup(async () => {
      for (const { child, ended } of starts.splice(0)) {
        child.kill('SIGTERM')
        await ended
      }
      await rm(folder, { recursive: true, force: true })
    })
  })

  async function start(): Promise<Started> {
    const started = run('bin/start.mjs', settings)
    starts.push(started)
    await waitForOutput(started, 'Ready in')
    return started
  }

  /** What scripts are told of the demo: where each API is, and a token for it. */
  async function readAccess(): Promise<[api: string, token: string][]> {
    const { code, output } = await runToEnd('bin/lib/ace.mjs', settings, ['demo:access', '--json'])
    if (code !== 0) throw new Error(output)
    const { urls, customer, staff } = JSON.parse(output)
    return [[`${urls.account}/api/v1/services`, customer.token], [`${urls.admin}/api/v1/customers`, staff.token]]
  } // prettier-ignore

  test('lives through kill -9 at any time and leaves nothing behind when stopped', async ({ assert }) => {
    const cut = run('bin/start.mjs', settings)
    await waitForOutput(cut, 'Seeding the demo')
    cut.child.kill('SIGKILL')
    await cut.ended

    const first = await start()
    const web = `http://127.0.0.1:${settings.PORT}`
    assert.equal((await fetch(`${web}/health/ready`)).status, 200)

    const second = await runToEnd('bin/start.mjs', settings)
    assert.match(second.output, /^It is already running \(process \d+\): stop that one first/)
    assert.equal(second.code, 1)

    const [webProcess, ...others] = readInstance(folder).children
    const database = nameProcess(
      Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    )
    process.kill(webProcess!.pid, 'SIGKILL')
    process.kill(database.pid, 'SIGKILL')
    await waitForOutput(first, 'The database was gone; it runs again')
    assert.isTrue(await waitUntil(() => isAlive(readInstance(folder).children[0]!), 60_000))

    first.child.kill('SIGKILL')
    assert.isTrue(await waitUntil(() => others.every((orphan) => !isAlive(orphan)), 60_000))

    const third = await start()
    assert.equal((await fetch(`${web}/health/ready`)).status, 200)
    for (const [api, token] of await readAccess()) {
      assert.equal(await statusOf(api, token), 200, api)
      assert.equal(await statusOf(api, `${token}x`), 401, api)
    }
    const { children } = readInstance(folder)
    third.child.kill('SIGINT')
    assert.equal(await third.ended, 0)
    assert.isTrue(children.every((child) => !isAlive(child)))
    await assert.rejects(() => fetch(`${web}/health/live`))
  })
})
