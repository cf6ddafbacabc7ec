import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { chosenByRunning, InstanceLock } from '../../bin/lib/instance_lock.mjs'
import { isAlive, nameProcess } from '../../bin/lib/processes.mjs'
import { temporaryFolder } from './support/start.js'

const refusal = (pid: number) => `process ${pid} runs`

test.group('One installation per folder', (group) => {
  let folder = ''
  group.each.setup(async (current) => {
    folder = await temporaryFolder(current)
    await mkdir(join(folder, 'run'))
  })

  test('refuses a second one beside the first, and lets it in afterwards', async ({ assert }) => {
    const first = new InstanceLock(folder, refusal)
    await first.take()
    await assert.rejects(() => new InstanceLock(folder, refusal).take(), `process ${process.pid} runs`)
    first.release()
    await new InstanceLock(folder, refusal).take()
  })

  test('of two starts at once exactly one wins', async ({ assert }) => {
    const attempts = [new InstanceLock(folder, refusal).take(), new InstanceLock(folder, refusal).take()]
    const outcomes = await Promise.allSettled(attempts)
    assert.sameMembers(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected']
    )
  })

  test('tells other commands where it runs, as long as it does', async ({ assert }) => {
    assert.deepEqual(chosenByRunning(folder), {})
    const lock = new InstanceLock(folder, refusal, { PORT: '4000' })
    await lock.take()
    lock.recordChildren([])
    assert.deepEqual(chosenByRunning(folder), { PORT: '4000' })
    lock.release()
    assert.deepEqual(chosenByRunning(folder), {})
    const dead = {
      owner: { pid: 999_999, startedAt: '1' },
      parent: null,
      children: [],
      chosen: { PORT: '1' },
    }
    await writeFile(join(folder, 'run/instance.json'), JSON.stringify(dead))
    assert.deepEqual(chosenByRunning(folder), {})
  })

  test('takes over from a killed one and ends what it left running', async ({ assert }) => {
    const orphan = nameProcess(spawn('sleep', ['60']).pid)
    const dead = { owner: { pid: 999_999, startedAt: '1' }, parent: null, children: [orphan] }
    await writeFile(join(folder, 'run/instance.json'), JSON.stringify(dead))
    await new InstanceLock(folder, refusal).take()
    assert.isFalse(isAlive(orphan))
  })

  test('does not mistake a later process of the same number for the earlier one', async ({ assert }) => {
    const bystander = nameProcess(spawn('sleep', ['60']).pid)
    const renumbered = { ...bystander, startedAt: '1' }
    const dead = { owner: renumbered, parent: null, children: [renumbered] }
    await writeFile(join(folder, 'run/instance.json'), JSON.stringify(dead))
    await new InstanceLock(folder, refusal).take()
    assert.isTrue(isAlive(bystander))
    process.kill(bystander.pid)
  })

  test('recovers from a damaged lock', async ({ assert }) => {
    const file = join(folder, 'run/instance.json')
    await writeFile(file, '{"own')
    await new InstanceLock(folder, refusal).take()
    assert.equal(JSON.parse(await readFile(file, 'utf8')).owner.pid, process.pid)
  })
})
