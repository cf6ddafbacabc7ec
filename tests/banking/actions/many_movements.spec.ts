import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { checkLedger, listBalances } from '#app/ledger/index'
import { ImportStatement } from '#app/banking/actions/import_statement'
import { MatchFreshMovements } from '#app/banking/actions/match_fresh_movements'
import { listMovements } from '#app/banking/queries/list_movements'
import { camtFile } from '#tests/banking/camt_samples'
import { csvOf, entryOf, habits, openMonth } from '#tests/support/bank_month'
import { tellProgress } from '#tests/support/progress'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

/** As many as the month has: `TEST_MOVEMENTS=500` also says how long it takes. */
const count = Number(process.env.TEST_MOVEMENTS ?? 60)

test.group('A month of a bank account', (group) => {
  group.each.timeout(120_000)

  test('{format}: every habit of payers ends as it should, once, and the books are whole')
    .with([{ format: 'camt' }, { format: 'csv' }] as const)
    .run(async ({ assert }, { format }) => {
      const tenant = await createTenant()
      await freezeClock(tenant, '2026-04-01T06:00:00Z')
      const payers = await openMonth(tenant, count)
      const entries = payers.map(entryOf)
      const text = format === 'camt' ? camtFile(entries) : csvOf(entries)
      const imports = await app.container.make(ImportStatement)
      const match = await app.container.make(MatchFreshMovements)
      const take = async (fileName: string, extra = '') => {
        const file = new TextEncoder().encode(text + extra)
        const taken = await as(tenant, () => imports.execute({ file, fileName, bankAccountId: null }))
        if (!taken.ok) throw new Error(JSON.stringify(taken.error))
        return taken.value.map(({ freshCount, isRepeated }) => [freshCount, isRepeated]).flat()
      }
      const startedMs = performance.now()
      assert.deepEqual(await take('march'), [count, false])
      const readMs = performance.now() - startedMs
      await as(tenant, () => match.execute())
      const matchedMs = performance.now() - startedMs - readMs
      if (process.env.TEST_MOVEMENTS)
        tellProgress(
          `${format}: ${count} read in ${readMs.toFixed()} ms, matched in ${matchedMs.toFixed()} ms`
        )
      // The same file, and the same month once more in another file.
      assert.deepEqual(await take('march again'), [0, true])
      assert.deepEqual(await take('overlapping', '\n'), [0, false])
      await as(tenant, () => match.execute())

      const seen = await listAll(tenant)
      assert.lengthOf(seen, count)
      const ends = new Map<string, Set<string>>()
      for (const payer of payers) {
        const { status, proposals } = seen.find(({ counterpartyIban }) => counterpartyIban === payer.iban)!
        const end = `${status} ${proposals[0]?.confidence ?? 'none'}`
        ends.set(payer.habit, (ends.get(payer.habit) ?? new Set()).add(end))
      }
      assert.deepEqual(
        Object.fromEntries([...ends].map(([habit, each]) => [habit, [...each].join()])),
        Object.fromEntries(habits.map(({ name, becomes }) => [name, becomes]))
      )
      const booked = seen
        .filter(({ status }) => status === 'booked')
        .reduce((sum, { amount }) => sum + amount, 0n)
      const cash = (await as(tenant, () => listBalances())).find(({ code }) => code === 'cash:bank_transfer')
      assert.equal(cash?.balance.amount, booked)
      assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
    })
})

async function listAll(tenant: Parameters<typeof as>[0]) {
  const all = []
  for (let before: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof listMovements>> = await as(tenant, () =>
      listMovements({ before, size: 100 })
    )
    all.push(...page.rows)
    if (page.nextCursor === null) return all
    before = page.nextCursor
  }
}
