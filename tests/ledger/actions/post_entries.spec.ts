import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import {
  chart, checkLedger, credit, debit, listBalances, listCustomerLedger, lockCustomerBalance, type NewEntry, PostEntries, readCustomerBalance, reverse,
} from '#app/ledger/index' // prettier-ignore
import { addAda } from '#tests/support/customers'
import { keep } from '#tests/support/exchange_rates'
import { as, createTenant } from '#tests/support/tenants'

/** The entry of the worked example in docs/ledger.md. */
function voucher(customerId: string, amount = 1401n, causeId = newId(), currency = 'EUR'): NewEntry {
  return {
    kind: 'balance_granted',
    causeId,
    postings: [
      debit(chart.loyaltyCost(), money(amount, currency)),
      credit(chart.customerBalance(customerId), money(amount, currency)),
    ],
  }
}

async function post(tenant: Tenant, entries: NewEntry[]): Promise<void> {
  const action = await app.container.make(PostEntries)
  await as(tenant, () => action.execute(entries))
}

test.group('Post entries', () => {
  test('books an entry, keeps balances in step and shows it in the ledger of its customer', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    await post(tenant, [voucher(ada)])
    await as(tenant, async () => {
      assert.deepEqual(await readCustomerBalance({ customerId: ada, currency: 'EUR' }), money(1401n, 'EUR'))
      assert.deepEqual(
        (await listBalances()).map(({ code, balance }) => [code, balance.amount]),
        [['loyalty_cost', 1401n]]
      )
      const [entry] = (await listCustomerLedger({ customerId: ada })).rows
      assert.equal(entry!.bookedOn, '2026-03-01')
      assert.deepEqual(entry!.lines.map(({ code, money: { amount } }) => [code, amount]), [['loyalty_cost', 1401n], [`customer_balance:${ada}`, -1401n]]) // prettier-ignore
      assert.isTrue((await checkLedger()).isClean)
    })
  })

  test('the same kind and cause again changes nothing, and is refused with other postings', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    const entry = voucher(ada)
    await post(tenant, [entry, entry])
    await post(tenant, [{ ...entry, postings: entry.postings.toReversed() }])
    await assert.rejects(
      () => post(tenant, [voucher(ada, 1400n, entry.causeId)]),
      /booked already, with other postings/
    )
    await assert.rejects(
      () =>
        post(
          tenant,
          [voucher(ada, 1n), voucher(ada, 2n)].map((e) => ({ ...e, causeId: tenant.id }))
        ),
      /other postings/
    )
    const held = await as(tenant, () => readCustomerBalance({ customerId: ada, currency: 'EUR' }))
    assert.equal(held.amount, 1401n)
  })

  test('many entries at once, from many writers at once, are each booked once', async ({ assert }) => {
    const tenant = await createTenant()
    const customers = await Promise.all([1, 2, 3].map(() => addAda(tenant).catch(() => addAda(tenant))))
    const entries = Array.from({ length: 60 }, (_, index) =>
      voucher(customers[index % customers.length]!, BigInt(index + 1))
    )
    await Promise.all(
      [1, 2, 3, 4].map((shift) =>
        post(tenant, [...entries.slice(shift * 10), ...entries.slice(0, shift * 10)])
      )
    )
    const report = await as(tenant, () => checkLedger())
    assert.deepEqual(report.differences, [])
    assert.equal(report.counts.entries, 60)
  })

  test('an entry and its reverse leave nothing behind', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    const entry = voucher(ada)
    await post(tenant, [entry, reverse(entry, { kind: 'balance_withdrawn', causeId: entry.causeId })])
    const held = await as(tenant, () =>
      inTransaction(() => lockCustomerBalance({ customerId: ada, currency: 'EUR' }))
    )
    assert.equal(held.amount, 0n)
  })

  test('keeps the amount in the reporting currency with the rate that was used', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant, { currency: 'USD' })
    await keep(tenant, { USD: '1.0850' }, '2026-02-27')
    await post(tenant, [voucher(ada, 1085n, newId(), 'USD')])
    const { rows } = await as(tenant, () =>
      inTransaction(() =>
        sql<object>`select reporting_amount, reporting_currency, reporting_rate from postings order by position`.execute(
          db
        )
      )
    )
    assert.deepEqual(rows, [
      { reporting_amount: 1000n, reporting_currency: 'EUR', reporting_rate: '0.9216589862' },
      { reporting_amount: -1000n, reporting_currency: 'EUR', reporting_rate: '0.9216589862' },
    ])
  })

  test('pages through the ledger of a customer without losing or repeating an entry', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    await post(
      tenant,
      Array.from({ length: 7 }, (_, index) => voucher(ada, BigInt(index + 1)))
    )
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { rows: { id: string }[]; nextCursor: string | null } = await as(tenant, () =>
        listCustomerLedger({ customerId: ada, cursor, size: 3 })
      )
      seen.push(...page.rows.map((row) => row.id))
      cursor = page.nextCursor
    } while (cursor)
    assert.lengthOf(new Set(seen), 7)
    assert.deepEqual(seen, seen.toSorted().toReversed())
  })
})
