import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { writeDayTotals } from '#app/ledger/records/day_totals'
import { countRowsRead, letPlannerKnow, planForAnyValues } from '#tests/support/rows_read'
import { addAda } from '#tests/support/customers'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

/** Books as many gifts of a cent on the day on which the tenant's clock stands. */
async function give(tenant: Tenant, customerId: string, count: number): Promise<void> {
  const action = await app.container.make(PostEntries)
  const cent = money(1n, 'EUR')
  const entries = Array.from({ length: count }, () => ({
    kind: 'balance_granted' as const,
    causeId: newId(),
    postings: [debit(chart.loyaltyCost(), cent), credit(chart.customerBalance(customerId), cent)],
  }))
  await as(tenant, () => action.execute(entries))
}

test.group('Totals of days', () => {
  test('a day is summed up by reading what was booked on it, however long the history is', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    await give(tenant, ada, 400)
    await freezeClock(tenant, '2026-03-02T12:00:00Z')
    await give(tenant, ada, 3)
    const tables = ['journal_entries', 'postings', 'ledger_accounts']
    await letPlannerKnow(tables)
    const { rows, rowsRead } = await as(tenant, () =>
      inTransaction(async () => {
        await planForAnyValues()
        const read = await countRowsRead(['journal_entries', 'postings'], () =>
          writeDayTotals('2026-03-02', '2026-03-03')
        )
        const written = await sql<{ code: string; debit: bigint; credit: bigint }>`
          select code, debit, credit from ledger_day_totals order by code`.execute(db)
        return { rows: written.rows, rowsRead: read.rowsRead }
      })
    )
    assert.deepEqual(rows, [
      { code: 'customer_balance', debit: 0n, credit: 3n },
      { code: 'loyalty_cost', debit: 3n, credit: 0n },
    ])
    // Three entries, and two postings of each.
    assert.isBelow(rowsRead, 40)
  })
})
