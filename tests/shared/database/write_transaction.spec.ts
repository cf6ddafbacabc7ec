import { test } from '@japa/runner'
import { sql } from 'kysely'
import pg from 'pg'
import { db } from '#app/shared/database/db'
import { askLast, inTransaction, tell } from '#app/shared/database/unit'
import { WriteTransaction } from '#app/shared/database/write_transaction'
import { as, createTenant } from '#tests/support/tenants'

const addCustomer = (number: number) =>
  sql`insert into customers (id, number, name, email, currency, created_at)
      values (gen_random_uuid(), ${number}, 'Ada', 'a@example.test', 'EUR', now())`.execute(db)

async function numbersOf(tenant: Awaited<ReturnType<typeof createTenant>>): Promise<number[]> {
  const rows = await as(tenant, () =>
    inTransaction(() => db.selectFrom('customers').select('number').orderBy('number').execute())
  )
  return rows.map(({ number }) => Number(number))
}

/** How many messages go to the database while something is done. */
async function countMessages(run: () => Promise<unknown>): Promise<number> {
  const { query } = pg.Client.prototype
  let count = 0
  const counting = function (this: pg.Client, ...question: unknown[]) {
    count += 1
    return (query as (...parts: unknown[]) => unknown).apply(this, question)
  }
  Object.assign(pg.Client.prototype, { query: counting })
  try {
    await run()
  } finally {
    Object.assign(pg.Client.prototype, { query })
  }
  return count
}

test.group('A transaction that begins with its first statement', () => {
  test('costs one message for each statement and one for its end, and none when nothing is asked', async ({
    assert,
  }) => {
    const { id } = await createTenant()
    const run = async (statements: string[]) => {
      const transaction = new WriteTransaction(id)
      for (const text of statements) await transaction.ask({ text })
      await transaction.end('commit')
    }
    await run(['select 1'])
    const counts = []
    for (const statements of [[], ['select 1'], ['select 1', 'select 2']])
      counts.push(await countMessages(() => run(statements)))
    assert.deepEqual(counts, [0, 2, 3])
  })

  test('carries with the next question, or with its end, what it was told, in order', async ({ assert }) => {
    const tenant = await createTenant()
    const add = (number: number) => ({
      text: `insert into customers (id, number, name, email, currency, created_at)
             select gen_random_uuid(), $1, array_to_string($2::text[], ' '), 'a@example.test', 'EUR', now()`,
      values: [number, ['Ada', 'Lovelace']],
    })
    const counted = { text: `select count(*)::int as count, max(name) as name from customers` }
    const seen: unknown[] = []
    const run = async (first: number, end: (transaction: WriteTransaction) => Promise<unknown>) => {
      const transaction = new WriteTransaction(tenant.id)
      transaction.tell(add(first))
      const answers = [transaction.ask(counted), transaction.ask(counted)]
      for (const answer of answers) seen.push((await answer).rows[0])
      transaction.tell(add(first + 1))
      await end(transaction)
    }
    await run(1, (transaction) => transaction.end('commit'))
    await run(3, async (transaction) => seen.push((await transaction.askLast(counted)).rows[0]))
    await run(5, (transaction) => transaction.end('rollback'))
    const name = 'Ada Lovelace'
    assert.deepEqual(
      seen,
      [1, 1, 3, 3, 4, 5, 5].map((count) => ({ count, name }))
    )
    assert.deepEqual(await numbersOf(tenant), [1, 2, 3, 4])
    const messages = [
      await countMessages(() => run(7, (transaction) => transaction.end('commit'))),
      await countMessages(() => run(9, (transaction) => transaction.askLast(counted))),
    ]
    assert.deepEqual(messages, [3, 3])
  })

  test('commits nothing when what it was told cannot be done, wherever that travels', async ({ assert }) => {
    const tenant = await createTenant()
    const broken = () => tell(sql`select 1 / 0`.compile(db))
    const last = () => askLast(sql`select 1 as one`.compile(db))
    const ways = [
      async () => broken(),
      async () => (broken(), await addCustomer(2)),
      async () => (broken(), await last()),
    ]
    for (const way of ways)
      await assert.rejects(
        () => as(tenant, () => inTransaction(async () => (await addCustomer(1), await way()))),
        /division/
      )
    await as(tenant, () => inTransaction(async () => (await addCustomer(3), await last())))
    assert.deepEqual(await numbersOf(tenant), [3])
  })

  test('is over after its last question', async ({ assert }) => {
    const tenant = await createTenant()
    const last = () => askLast(sql`select 1 as one`.compile(db))
    await assert.rejects(
      () => as(tenant, () => inTransaction(async () => (await last(), await addCustomer(1)))),
      /is over/
    )
    assert.deepEqual(await numbersOf(tenant), [])
  })

  test('is one transaction for what is asked at once, whichever of it fails', async ({ assert }) => {
    const tenant = await createTenant()
    const atOnce = (...work: (() => Promise<unknown>)[]) =>
      as(tenant, () => inTransaction(() => Promise.all(work.map((one) => one()))))
    await atOnce(() => addCustomer(1), () => addCustomer(2)) // prettier-ignore
    const fail = () => sql`select 1 / 0`.execute(db)
    await assert.rejects(() => atOnce(fail, () => addCustomer(3)), /division/)
    await assert.rejects(() => atOnce(() => addCustomer(4), fail), /division/)
    assert.deepEqual(await numbersOf(tenant), [1, 2])
  })

  test('is undone by what is only checked at its end, and its connection serves the next', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const unknownGateway = () =>
      sql`insert into webhook_inbox (id, gateway_id, message_id, type, payload)
          values (gen_random_uuid(), gen_random_uuid(), 'm', 't', '{}')`.execute(db)
    for (let time = 0; time < 12; time += 1)
      await assert.rejects(() =>
        as(tenant, () => inTransaction(async () => (await addCustomer(1), await unknownGateway())))
      )
    assert.deepEqual(await numbersOf(tenant), [])
  })
})
