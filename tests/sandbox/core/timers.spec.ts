import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from '@japa/runner'
import { Database } from '../../../sandbox/core/database.js'
import { TimerWheel, type TimerWork } from '../../../sandbox/core/timers.js'
import { eventually } from '../sandbox_process.js'

test.group('Sandbox, what happens later', (group) => {
  let database: Database
  let wheel: TimerWheel

  group.each.setup(() => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'sandbox-timers-'))
    database = new Database(folder)
    wheel = new TimerWheel(database)
    return async () => {
      await wheel.stop()
      database.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a work is done once, whatever it returns, unless it names the time of the next one', async ({
    assert,
  }) => {
    const returned = { nothing: undefined, object: { id: 'CAPTURE' }, yes: true, no: false }
    const runs: string[] = []
    for (const [kind, value] of Object.entries(returned)) {
      wheel.on('paypal', kind, (() => {
        runs.push(kind)
        return value
      }) as TimerWork<unknown>)
      wheel.schedule({ system: 'paypal', kind, payload: {}, delayMs: 0 })
    }
    wheel.on('paypal', 'again', () => 60_000)
    wheel.schedule({ system: 'paypal', kind: 'again', payload: {}, delayMs: 0 })
    wheel.start()
    const left = await eventually(
      () => Promise.resolve(wheel.upcoming('paypal')),
      (timers) => timers.length === 1 && timers[0]!.attempts === 1
    )
    assert.deepEqual(runs.toSorted(), Object.keys(returned).toSorted())
    assert.equal(left[0]!.kind, 'again')
  })
})
