import { test } from '@japa/runner'
import { sql } from 'kysely'
import pg from 'pg'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { event, fact } from '#app/shared/events/event'
import { on } from '#app/shared/events/reaction'
import { newId } from '#app/shared/ids'
import { as, createTenant, freezeClock } from '#tests/support/tenants'
import { runQueuedJobs, settle } from '#tests/support/settle'

const bellRang = event<{ count: number }>('test.bell_rang', 'A bell rang in a test.')
const heard: { listener: string; count: number }[] = []
const trouble = { failures: 0 }

on(bellRang, [
  {
    name: 'test.count_bells',
    does: 'Counts.',
    run: async ({ data }) => void heard.push({ listener: 'counter', count: data.count }),
  },
  {
    name: 'test.sulk',
    does: 'Fails when told to.',
    run: async ({ data }) => {
      if (trouble.failures > 0) {
        trouble.failures -= 1
        throw new Error('not now')
      }
      heard.push({ listener: 'sulker', count: data.count })
    },
  },
])

const ring = (subjectId: string, count: number) =>
  new EventLog().record([fact(bellRang, { kind: 'test', id: subjectId }, { data: { count } })])

/** What is asked of the database meanwhile, in its words. */
async function wordsOf(work: () => Promise<unknown>): Promise<string[]> {
  const prototype = pg.Client.prototype as unknown as { query: (...parts: unknown[]) => unknown }
  const ask = prototype.query
  const words: string[] = []
  prototype.query = function (...parts) {
    const [first] = parts
    words.push(typeof first === 'string' ? first : String((first as { text?: string }).text))
    return ask.apply(this, parts)
  }
  try {
    await work()
  } finally {
    prototype.query = ask
  }
  return words
}

test.group('Reactions', (group) => {
  group.each.setup(() => {
    heard.length = 0
    trouble.failures = 0
  })

  test('run once each, in the order of the facts about a subject', async ({ assert }) => {
    const tenant = await createTenant()
    const subject = newId()
    for (const count of [1, 2, 3]) await as(tenant, () => inTransaction(() => ring(subject, count)))
    await settle(tenant)
    await settle(tenant)
    assert.deepEqual(
      heard.filter((entry) => entry.listener === 'counter').map((entry) => entry.count),
      [1, 2, 3]
    )
    assert.lengthOf(heard, 6)
  })

  test('of many subjects at once are queued in batches, and run once each', async ({ assert }) => {
    const tenant = await createTenant()
    const facts = Array.from({ length: 60 }, (_, count) =>
      fact(bellRang, { kind: 'test', id: newId() }, { data: { count } })
    )
    await as(tenant, () => new EventLog().record(facts))
    const { rows } = await pool().query<{ size: number }>(
      `select jsonb_array_length(data->'payload'->'subjectIds') as size from pgboss.job where data->>'tenantId' = $1 order by 1`,
      [tenant.id]
    )
    assert.deepEqual(
      rows.map(({ size }) => size),
      [10, 25, 25]
    )
    await settle(tenant)
    for (const listener of ['counter', 'sulker']) {
      const counts = heard.filter((entry) => entry.listener === listener).map(({ count }) => count)
      assert.deepEqual(counts.toSorted((a, b) => a - b), [...facts.keys()]) // prettier-ignore
    }
  })

  test('a fact of a transaction that rolled back never happened', async ({ assert }) => {
    const tenant = await createTenant()
    await assert.rejects(() =>
      as(tenant, () =>
        inTransaction(async () => {
          await ring(newId(), 1)
          throw new Error('rolled back')
        })
      )
    )
    await settle(tenant)
    assert.lengthOf(heard, 0)
  })

  test('one that fails is repeated later, holds back its own later facts and nobody else', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
    const subject = newId()
    trouble.failures = 1
    await as(tenant, () => inTransaction(() => ring(subject, 1)))
    await as(tenant, () => inTransaction(() => ring(subject, 2)))
    await runQueuedJobs()
    assert.deepEqual(heard, [
      { listener: 'counter', count: 1 },
      { listener: 'counter', count: 2 },
    ])
    await freezeClock(tenant, '2026-03-01T09:05:00Z')
    await settle(tenant)
    assert.deepEqual(heard.slice(2), [
      { listener: 'sulker', count: 1 },
      { listener: 'sulker', count: 2 },
    ])
  })

  test('a fact costs each of its reactions two messages of our own and no second look', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const subject = newId()
    await as(tenant, () => inTransaction(() => ring(subject, 1)))
    const asked = await wordsOf(() => runQueuedJobs())
    const about = (word: string) => asked.filter((text) => text.includes(word)).length
    assert.lengthOf(heard, 2)
    // Each reaction: begin with lock and next, and done with the commit; what is waiting is asked once for both.
    assert.deepEqual([about('pg_try_advisory_xact_lock'), about('reaction_deliveries')], [2, 5])
  })

  test('a lost job is found again by the sweep', async ({ assert }) => {
    const tenant = await createTenant()
    await as(tenant, () =>
      inTransaction(async () => {
        await ring(newId(), 7)
        await sql`delete from pgboss.job where data ->> 'tenantId' = ${tenant.id}`.execute(db)
      })
    )
    assert.equal(await runQueuedJobs(), 0)
    await settle(tenant)
    assert.lengthOf(heard, 2)
  })

  test('facts are never changed or removed', async ({ assert }) => {
    const tenant = await createTenant()
    await as(tenant, () => inTransaction(() => ring(newId(), 1)))
    await assert.rejects(() => as(tenant, () => inTransaction(() => sql`delete from events`.execute(db))))
    await assert.rejects(() =>
      as(tenant, () => inTransaction(() => sql`update events set type = 'x'`.execute(db)))
    )
  })
})
