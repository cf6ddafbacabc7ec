import { test } from '@japa/runner'
import { pool } from '#app/shared/database/pool'
import { liveThrough, ProcessDied, watchStatements } from '#tests/simulation/process_life'

test.group('The death of a process among others', (group) => {
  group.each.setup(() => watchStatements())

  test('is nobody else’s, also of who waits for the connection that it leaves', async ({ assert }) => {
    const life = { statementsLeft: 1, lastArrives: false, isOver: false }
    const clients = await Promise.all(Array.from({ length: pool().options.max }, () => pool().connect()))
    const [first, ...others] = clients
    const waiting = pool().query<{ one: number }>('select 1 as one')
    await liveThrough(life, async () => {
      await assert.rejects(() => first!.query('select 2'), new ProcessDied().message)
      first!.release()
      await waiting.catch(() => undefined)
    })
    for (const client of others) client.release()
    assert.deepEqual((await waiting).rows, [{ one: 1 }])
  })
})
