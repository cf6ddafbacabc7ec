import { rm } from 'node:fs/promises'
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
    const { children } = readInstance(folder)
    third.child.kill('SIGINT')
    assert.equal(await third.ended, 0)
    assert.isTrue(children.every((child) => !isAlive(child)))
    await assert.rejects(() => fetch(`${web}/health/live`))
  })
})
