import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { keepFresh } from '../../inertia/keep_fresh.js'

/** A page that shows what it was last told; each answer comes when the test gives it. */
function openPage() {
  const asked: ((isAnswered: boolean) => void)[] = []
  const page = keepFresh(() => new Promise((resolve) => asked.push(resolve)), { waitMs: 5, retryMs: 20 })
  const until = async (count: number) => {
    for (let waits = 0; asked.length < count && waits < 200; waits += 1) await sleep(5)
    return asked.length
  }
  return { page, asked, until }
}

test.group('A page that hears what happens', () => {
  test('asks once for what happens together', async ({ assert }) => {
    const { page, until, asked } = openPage()
    for (let facts = 0; facts < 5; facts += 1) page.want()
    await until(1)
    asked[0]!(true)
    await sleep(60)
    assert.lengthOf(asked, 1)
  })

  test('never has two questions under way, and asks again for what happened during one', async ({
    assert,
  }) => {
    const { page, until, asked } = openPage()
    page.want()
    await until(1)
    page.want()
    page.want()
    await sleep(60)
    assert.lengthOf(asked, 1, 'the first has no answer yet')
    asked[0]!(true)
    assert.equal(await until(2), 2)
    asked[1]!(true)
    await sleep(60)
    assert.lengthOf(asked, 2)
  })

  test('asks again when nobody answered', async ({ assert }) => {
    const { page, until, asked } = openPage()
    page.want()
    await until(1)
    asked[0]!(false)
    assert.equal(await until(2), 2)
  })

  test('is not kept waiting by an endless stream of facts', async ({ assert }) => {
    const { page, asked } = openPage()
    for (let facts = 0; facts < 40; facts += 1) {
      page.want()
      await sleep(2)
    }
    assert.lengthOf(asked, 1)
  })

  test('asks nothing after it was left', async ({ assert }) => {
    const { page, asked } = openPage()
    page.want()
    page.stop()
    await sleep(40)
    assert.lengthOf(asked, 0)
  })
})
