import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from '@japa/runner'
import { Database } from '../../../sandbox/core/database.js'
import { type Collection, Store } from '../../../sandbox/core/store.js'

interface Coin {
  name: string
  worth: number
}

test.group('Sandbox, what is kept', (group) => {
  let database: Database
  let store: Store
  let coins: Collection<Coin>

  group.each.setup(() => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'sandbox-store-'))
    database = new Database(folder)
    store = new Store(database, 'mint')
    coins = store.collection<Coin>('coins')
    coins.put('a', { name: 'one', worth: 1 })
    coins.put('b', { name: 'two', worth: 2 })
    return () => {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  const isTheSame = () => JSON.stringify(coins.view()) === JSON.stringify(coins.list())

  test('what is looked at is what is listed, in the same order, whatever was written', ({ assert }) => {
    assert.lengthOf(coins.view(), 2)
    coins.put('a', { name: 'one', worth: 100 })
    coins.insert('c', { name: 'three', worth: 3 })
    coins.remove('b')
    coins.put('b', { name: 'two again', worth: 2 })
    assert.deepEqual(
      coins.view().map(({ name }) => name),
      ['one', 'three', 'two again']
    )
    assert.isTrue(isTheSame())
    // Another door to the same documents sees them as well.
    store.collection<Coin>('coins').put('c', { name: 'three', worth: 30 })
    assert.isTrue(isTheSame())
  })

  test('what was refused or rolled back is not looked at', ({ assert }) => {
    coins.view()
    assert.throws(() => coins.insert('a', { name: 'false', worth: 0 }))
    assert.isTrue(isTheSame())
    assert.throws(() =>
      store.transaction(() => {
        coins.put('a', { name: 'false', worth: 0 })
        throw new Error('Rolled back')
      })
    )
    assert.isTrue(isTheSame())
    assert.equal(coins.view()[0]!.name, 'one')
  })

  test('whoever changes what they wrote or read changes nothing that is kept', ({ assert }) => {
    coins.view()
    const mine = coins.put('a', { name: 'one', worth: 1 })
    mine.worth = 7
    coins.get('b')!.worth = 7
    assert.deepEqual(
      coins.view().map(({ worth }) => worth),
      [1, 2]
    )
  })

  test('a list that is cut reads no more than it gives, and clearing leaves nothing', ({ assert }) => {
    assert.deepEqual(coins.list({ limit: 1, newestFirst: true }), [{ name: 'two', worth: 2 }])
    assert.deepEqual(coins.list({ limit: 1, filter: ({ worth }) => worth === 2 }), [
      { name: 'two', worth: 2 },
    ])
    coins.view()
    coins.clear()
    assert.lengthOf(coins.view(), 0)
    coins.put('a', { name: 'one', worth: 1 })
    store.clear()
    assert.isTrue(isTheSame())
  })
})
