import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { addDays } from '#app/shared/time/calendar'
import { chart, checkLedger, credit, debit, listTotals, PostEntries } from '#app/ledger/index'
import { SumUpDays } from '#app/ledger/actions/sum_up_days'
import { RecogniseRevenue } from '#app/billing/actions/recognise_revenue'
import { VoidInvoice } from '#app/billing/index'
import type { Report, ReportName } from '#app/reporting/domain/report'
import { findReport } from '#app/reporting/queries/find_report'
import { buy, openShop, pay, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { keep } from '#tests/support/exchange_rates'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

async function reportOf(
  tenant: Tenant,
  name: ReportName,
  to: string,
  { from = `${to.slice(0, 7)}-01`, currency = null as string | null } = {}
) {
  return as(tenant, () => findReport(name, { from, to, currency }))
}

/** `{ 'assets cash:stripe': [3689] }` */
function cells(report: Report): Record<string, number[]> {
  const rows = report.sections.flatMap(({ key, rows: inside }) =>
    inside.map((row) => [`${key} ${row.text ?? row.key}`, row.cells.map(Number)] as const)
  )
  return Object.fromEntries(rows)
}

function assertProven(report: Report): void {
  if (report.proof && report.proof.left !== report.proof.right) {
    throw new Error(`${report.name}: ${report.proof.left} and ${report.proof.right} differ`)
  }
}

async function closeBooks(tenant: Tenant, at: string): Promise<void> {
  await freezeClock(tenant, at)
  await as(tenant, async () => {
    await (await app.container.make(RecogniseRevenue)).execute()
    await (await app.container.make(SumUpDays)).execute()
  })
}

test.group('Reports', () => {
  test('the profit and loss of a month, and the balance sheet after it, are those computed by hand', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-11T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const [ada, brook, dagny] = [await addAda(tenant), await addAda(tenant), await addAda(tenant)]
    // 11 March to 11 April: 31 days of 1.00, and 19 % tax.
    const paid = await buy(tenant, planId, { customerId: ada, unitAmount: 3100n })
    await pay(tenant, paid.invoiceId)
    await buy(tenant, planId, { customerId: brook, unitAmount: 3100n, setupAmount: 500n })
    const taken = await buy(tenant, planId, { customerId: dagny, unitAmount: 6200n })
    await freezeClock(tenant, '2026-03-21T12:00:00Z')
    await as(tenant, async () =>
      (await app.container.make(VoidInvoice)).execute({ invoiceId: taken.invoiceId, reason: 'mistake' })
    )
    await closeBooks(tenant, '2026-04-05T12:00:00Z')

    const march = await reportOf(tenant, 'profit_and_loss', '2026-03-31')
    assert.deepEqual(cells(march), { 'income revenue:vps': [21 * 100 + 21 * 100 + 500] })
    assert.equal(march.total!.cells[0], 4700n)
    const april = await reportOf(tenant, 'profit_and_loss', '2026-04-04')
    assert.deepEqual(cells(april), { 'income revenue:vps': [4 * 200] })

    const sheet = await reportOf(tenant, 'balance_sheet', '2026-03-31')
    assert.deepEqual(cells(sheet), {
      'assets cash:stripe': [3689],
      'assets receivable': [4284],
      'liabilities deferred_revenue': [2000],
      'liabilities tax_payable:DE': [589 + 684],
      'equity result': [4700],
    })
    assertProven(sheet)
    const deferredPlan = await reportOf(tenant, 'deferred_revenue', '2026-03-31')
    assert.deepEqual(cells(deferredPlan), { 'months 2026-04-01': [2000] })
    assertProven(deferredPlan)
    const tax = await reportOf(tenant, 'tax_summary', '2026-03-31', { currency: 'EUR' })
    assert.deepEqual(cells(tax), {
      'documents DE · USt · 19 %': [6700, 1273],
      'books tax_payable:DE': [0, 1273],
    })
    assertProven(tax)
    for (const day of ['2026-03-10', '2026-03-11', '2026-03-20', '2026-03-21', '2026-04-05']) {
      for (const name of [
        'trial_balance',
        'balance_sheet',
        'receivables_aging',
        'deferred_revenue',
      ] as const) {
        assertProven(await reportOf(tenant, name, day, { currency: 'EUR' }))
        assertProven(await reportOf(tenant, name, day))
      }
    }
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  })

  test('receivables are sorted by how long they were overdue on that day', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-11T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const bought = await buy(tenant, planId, { customerId: await addAda(tenant), unitAmount: 1000n })
    const bucket = async (asOf: string) =>
      (
        await reportOf(tenant, 'receivables_aging', asOf, { currency: 'EUR' })
      ).sections[0]!.rows[0]?.cells.map(Number)
    const { rows } = await write(tenant, () =>
      sql<{ due_on: string }>`select due_on from invoices`.execute(db)
    )
    const due = rows[0]!.due_on
    await freezeClock(tenant, `${addDays(due, 100)}T12:00:00Z`)
    assert.deepEqual(await bucket(due), [1190, 0, 0, 0, 0, 1190])
    assert.deepEqual(await bucket(addDays(due, 1)), [0, 1190, 0, 0, 0, 1190])
    assert.deepEqual(await bucket(addDays(due, 30)), [0, 1190, 0, 0, 0, 1190])
    assert.deepEqual(await bucket(addDays(due, 31)), [0, 0, 1190, 0, 0, 1190])
    assert.deepEqual(await bucket(addDays(due, 61)), [0, 0, 0, 1190, 0, 1190])
    assert.deepEqual(await bucket(addDays(due, 100)), [0, 0, 0, 0, 1190, 1190])
    assert.isUndefined(await bucket('2026-03-10'))
    await pay(tenant, bought.invoiceId)
    assert.isUndefined(await bucket(addDays(due, 100)))
    assert.deepEqual(await bucket(addDays(due, 99)), [0, 0, 0, 0, 1190, 1190])
  })

  test('money in another currency is worth what it is worth on the day of the balance sheet; the difference is shown', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-02T12:00:00Z' })
    await keep(tenant, { USD: '1.00', JPY: '100', KWD: '0.5' }, '2026-03-01')
    await keep(tenant, { USD: '1.25', JPY: '125', KWD: '0.4' }, '2026-03-10')
    const sale = (amount: bigint, currency: string) => ({
      kind: 'payment_received_by_hand', causeId: newId(),
      postings: [debit(chart.cash('bank'), money(amount, currency)), credit(chart.revenue('other'), money(amount, currency))],
    }) // prettier-ignore
    await as(tenant, async () =>
      (await app.container.make(PostEntries)).execute([
        sale(1000n, 'USD'),
        sale(1000n, 'JPY'),
        sale(500n, 'KWD'),
        sale(500n, 'EUR'),
      ])
    )
    const before = await reportOf(tenant, 'balance_sheet', '2026-03-09')
    // $10.00, ¥1000, KD 0.500 and €5.00 are €10.00, €10.00, €1.00 and €5.00.
    assert.deepEqual(cells(before), { 'assets cash:bank': [2600], 'equity result': [2600] })
    const after = await reportOf(tenant, 'balance_sheet', '2026-03-10')
    assert.deepEqual(cells(after), {
      'assets cash:bank': [2225],
      'equity result': [2600],
      'equity exchange_differences': [-375],
    })
    assertProven(after)
    const loss = await reportOf(tenant, 'profit_and_loss', '2026-03-31', { from: '2026-03-05' })
    assert.deepEqual(cells(loss), { 'other exchange_differences': [-375] })
    const yen = await reportOf(tenant, 'balance_sheet', '2026-03-31', { currency: 'JPY' })
    assert.deepEqual(cells(yen), { 'assets cash:bank': [1000], 'equity result': [1000] })
  })

  test('kept totals of days never differ from the postings, also when a booking comes late', async ({
    assert,
  }) => {
    const step = fc.record({ on: fc.integer({ min: 0, max: 12 }), amount: fc.integer({ min: 1, max: 9999 }), sumsUpOn: fc.option(fc.integer({ min: 1, max: 14 })) }) // prettier-ignore
    for (const steps of fc.sample(fc.array(step, { minLength: 3, maxLength: 7 }), 4)) {
      const tenant = await createTenant({ at: '2026-03-01T12:00:00Z' })
      for (const { on, amount, sumsUpOn } of steps) {
        const postings = [
          debit(chart.cash('bank'), money(BigInt(amount), 'EUR')),
          credit(chart.revenue('vps'), money(BigInt(amount), 'EUR')),
        ]
        await freezeClock(tenant, `${addDays('2026-03-01', 14)}T12:00:00Z`)
        await as(tenant, async () =>
          (await app.container.make(PostEntries)).execute([
            { kind: 'sale', causeId: newId(), bookedOn: addDays('2026-03-01', on), postings },
          ])
        )
        if (sumsUpOn === null) continue
        await freezeClock(tenant, `${addDays('2026-03-01', sumsUpOn)}T12:00:00Z`)
        await as(tenant, async () => (await app.container.make(SumUpDays)).execute())
      }
      for (const day of [0, 3, 6, 9, 12, 20]) {
        const expected = steps
          .filter(({ on }) => on <= day)
          .reduce((sum, { amount }) => sum + BigInt(amount), 0n)
        const totals = await as(tenant, () => listTotals({ to: addDays('2026-03-01', day) }))
        assert.equal(
          totals.find(({ code }) => code === 'cash:bank')?.debit ?? 0n,
          expected,
          JSON.stringify({ steps, day })
        )
        assert.equal(totals.find(({ code }) => code === 'revenue:vps')?.credit ?? 0n, expected)
        const range = await as(tenant, () =>
          listTotals({ from: addDays('2026-03-01', 3), to: addDays('2026-03-01', day) })
        )
        const inRange = steps
          .filter(({ on }) => on >= 3 && on <= day)
          .reduce((sum, { amount }) => sum + BigInt(amount), 0n)
        assert.equal(range.find(({ code }) => code === 'cash:bank')?.debit ?? 0n, inRange)
      }
      assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
    }
  })
})
