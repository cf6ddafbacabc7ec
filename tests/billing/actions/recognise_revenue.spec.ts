import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { asTenant } from '#app/shared/database/unit'
import { findTenant } from '#app/shared/database/tenant_directory'
import { newId } from '#app/shared/ids'
import { addDays } from '#app/shared/time/calendar'
import { checkLedger } from '#app/ledger/index'
import {
  type InvoiceDraft,
  IssueInvoices,
  listDeferredSchedule,
  VoidInvoice,
  WriteOffInvoice,
} from '#app/billing/index'
import { flatTax } from '#app/billing/domain/tax'
import { CreditInvoice } from '#app/billing/actions/credit_invoice'
import { RecogniseRevenue } from '#app/billing/actions/recognise_revenue'
import { addAda } from '#tests/support/customers'
import { buy, openShop, pay, write } from '#tests/support/billing'
import { keep } from '#tests/support/exchange_rates'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const untaxed = flatTax({ country: 'US', name: null, percent: '0', reason: 'no_rate' })
type Item = { amount: bigint; period: { startsOn: string; endsOn: string } | null }

async function scene({
  at,
  timeZone = 'Europe/Berlin',
  currency = 'EUR',
}: {
  at: string
  timeZone?: string
  currency?: string
}) {
  const tenant = await createTenant({ at, timeZone })
  const { planId } = await openShop(tenant)
  return { tenant, planId, customerId: await addAda(tenant, { currency }) }
}

function draft(customerId: string, items: Item[], currency = 'EUR'): InvoiceDraft {
  return {
    id: newId(),
    customerId,
    kind: 'renewal',
    orderId: null,
    dueOn: '2026-03-08',
    isCollected: false,
    pricing: { currency, tax: untaxed, taxRounding: 'line' },
    items: items.map(({ amount, period }) => ({
      kind: 'plan', description: 'VPS M', quantity: 1, unitAmount: amount, priceId: null, interval: null, period, subscriptionId: null,
    })), // prettier-ignore
  }
}

async function issue(tenant: Tenant, one: InvoiceDraft): Promise<string> {
  const [issued] = await as(tenant, async () => (await app.container.make(IssueInvoices)).execute([one]))
  return issued!.id
}

async function creditAmount(tenant: Tenant, invoiceId: string, total: bigint): Promise<void> {
  const credit = await app.container.make(CreditInvoice)
  const result = await as(tenant, () =>
    credit.execute({ invoiceId, wish: { of: 'amount', amount: total }, reason: 'goodwill' })
  )
  if (!result.ok) throw new Error(result.error.type)
}

const recognise = (tenant: Tenant) =>
  as(tenant, async () => (await app.container.make(RecogniseRevenue)).execute())

async function runOn(tenant: Tenant, day: string): Promise<void> {
  await freezeClock(tenant, `${day}T12:00:00Z`)
  await recognise(tenant)
}

/** What was booked to an account, by day or month (`YYYY-MM-DD` cut to so many characters); revenue positive. */
async function booked(
  tenant: Tenant,
  { account = 'revenue:%', cut = 7, column = 'amount' } = {}
): Promise<Record<string, number>> {
  const { rows } = await write(tenant, () =>
    sql<{ at: string; amount: bigint }>`
      select left(e.booked_on::text, ${cut}) as at, -sum(p.${sql.ref(column)})::bigint as amount
        from journal_entries e join postings p on p.tenant_id = e.tenant_id and p.entry_id = e.id
        join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id
       where l.code like ${account} and e.kind <> 'invoice_written_off' group by 1 having sum(p.${sql.ref(column)}) <> 0 order by 1`.execute(
      db
    )
  )
  return Object.fromEntries(rows.map(({ at, amount }) => [at, Number(amount)]))
}

async function deferred(tenant: Tenant): Promise<number> {
  const { rows } = await write(tenant, () =>
    sql<{
      balance: bigint
    }>`select -balance as balance from ledger_accounts where code = 'deferred_revenue'`.execute(db)
  )
  return Number(rows[0]?.balance ?? 0n)
}

async function assertProven(tenant: Tenant): Promise<void> {
  const { differences } = await as(tenant, () => checkLedger())
  if (differences.length > 0) throw new Error(JSON.stringify(differences))
}

test.group('Revenue by day', () => {
  test('a year paid in advance in a leap year becomes revenue month by month, at noon of the next day or a year late', async ({
    assert,
  }) => {
    const { tenant, customerId } = await scene({ at: '2027-12-25T09:00:00Z' })
    await issue(
      tenant,
      draft(customerId, [
        { amount: 36_600n, period: { startsOn: '2028-01-01', endsOn: '2029-01-01' } },
        { amount: 500n, period: null },
      ])
    )
    await assertProven(tenant)
    await runOn(tenant, '2027-12-26')
    assert.deepEqual(await booked(tenant), { '2027-12': 500 })
    await runOn(tenant, '2028-03-01')
    assert.deepEqual(await booked(tenant), { '2027-12': 500, '2028-01': 3100, '2028-02': 2900 })
    assert.equal(await deferred(tenant), 30_600)
    await assertProven(tenant)
    const plan = await as(tenant, () => listDeferredSchedule('2028-02-29'))
    assert.deepEqual(plan.map(({ month, amount }) => [month, Number(amount)]).slice(0, 2), [['2028-03-01', 3100], ['2028-04-01', 3000]]) // prettier-ignore
    assert.equal(
      plan.reduce((sum, { amount }) => sum + Number(amount), 0),
      30_600
    )
    await runOn(tenant, '2029-02-01')
    assert.equal(await deferred(tenant), 0)
    assert.equal((await booked(tenant))['2028-12'], 3100)
    await assertProven(tenant)
  })

  test('is revenue of the product that was sold; the period of a month that has passed in part is caught up at issue', async ({
    assert,
  }) => {
    const { tenant, planId, customerId } = await scene({ at: '2026-03-10T09:00:00Z' })
    const { invoiceId } = await buy(tenant, planId, { customerId, unitAmount: 3100n })
    await pay(tenant, invoiceId)
    await issue(
      tenant,
      draft(customerId, [{ amount: 310n, period: { startsOn: '2026-03-01', endsOn: '2026-04-01' } }])
    )
    await runOn(tenant, '2026-03-12')
    assert.deepEqual(await booked(tenant, { account: 'revenue:vps', cut: 10 }), {
      '2026-03-10': 100,
      '2026-03-11': 100,
    })
    assert.deepEqual(await booked(tenant, { account: 'revenue:other', cut: 10 }), {
      '2026-03-10': 100,
      '2026-03-11': 10,
    })
    await assertProven(tenant)
  })

  test('a void in the middle takes all of it back on its day, and nothing follows', async ({ assert }) => {
    const { tenant, customerId } = await scene({ at: '2026-03-01T09:00:00Z' })
    const id = await issue(
      tenant,
      draft(customerId, [{ amount: 1000n, period: { startsOn: '2026-03-01', endsOn: '2026-04-01' } }])
    )
    await runOn(tenant, '2026-03-11')
    assert.deepEqual(Object.values(await booked(tenant)), [323])
    const voided = await as(tenant, async () =>
      (await app.container.make(VoidInvoice)).execute({ invoiceId: id, reason: 'mistake' })
    )
    assert.isTrue(voided.ok)
    await assertProven(tenant)
    await runOn(tenant, '2026-03-12')
    assert.deepEqual(await booked(tenant), {})
    await assertProven(tenant)
    await runOn(tenant, '2026-04-20')
    assert.deepEqual(await booked(tenant), {})
    assert.equal(await deferred(tenant), 0)
    assert.deepEqual(await as(tenant, () => listDeferredSchedule('2026-03-20')), [])
  })

  test('a write-off keeps what was earned until then and lessens the loss by the rest', async ({
    assert,
  }) => {
    const { tenant, customerId } = await scene({ at: '2026-03-01T09:00:00Z' })
    const id = await issue(
      tenant,
      draft(customerId, [{ amount: 1000n, period: { startsOn: '2026-03-01', endsOn: '2026-04-01' } }])
    )
    await runOn(tenant, '2026-03-11')
    await as(tenant, async () =>
      (await app.container.make(WriteOffInvoice)).execute({ invoiceId: id, reason: 'gone' })
    )
    await runOn(tenant, '2026-05-01')
    assert.deepEqual(await booked(tenant), { '2026-03': 323 })
    // The loss of 1000 less the 677 that will not be earned.
    assert.deepEqual(await booked(tenant, { account: 'bad_debt' }), { '2026-03': 677 })
    assert.equal(await deferred(tenant), 0)
    await assertProven(tenant)
  })

  test('a credit note lessens what is still to come, and takes back at once what goes beyond', async ({
    assert,
  }) => {
    const { tenant, customerId } = await scene({ at: '2026-03-01T09:00:00Z' })
    const march = { startsOn: '2026-03-01', endsOn: '2026-04-01' }
    const [small, large] = [
      await issue(tenant, draft(customerId, [{ amount: 1000n, period: march }])),
      await issue(tenant, draft(customerId, [{ amount: 1000n, period: march }])),
    ]
    await runOn(tenant, '2026-03-11')
    const before = (await booked(tenant))['2026-03']!
    await creditAmount(tenant, small, 500n)
    await creditAmount(tenant, large, 800n)
    await assertProven(tenant)
    await runOn(tenant, '2026-03-12')
    // Of 677 still to come 500 go: 177 over 21 days. Of the other note all 677 go, and 123 of what was earned.
    assert.equal((await booked(tenant, { cut: 10 }))['2026-03-11'], 32 - 24 + (32 - 32) - 123)
    await assertProven(tenant)
    await creditAmount(tenant, small, 500n)
    await runOn(tenant, '2026-05-01')
    assert.deepEqual([before, (await booked(tenant))['2026-03']], [646, 200])
    assert.equal(await deferred(tenant), 0)
    await assertProven(tenant)
  })

  test('ends a day at midnight of the tenant, also when clocks change: {timeZone}')
    .with([
      {
        timeZone: 'Pacific/Auckland',
        before: '2026-04-04T10:59:00Z',
        after: '2026-04-04T12:01:00Z',
        day: '2026-04-04',
      },
      {
        timeZone: 'America/Los_Angeles',
        before: '2026-03-09T06:59:00Z',
        after: '2026-03-09T07:01:00Z',
        day: '2026-03-08',
      },
      {
        timeZone: 'Asia/Beirut',
        before: '2026-03-28T21:59:00Z',
        after: '2026-03-28T22:01:00Z',
        day: '2026-03-28',
      },
    ])
    .run(async ({ assert }, { timeZone, before, after, day }) => {
      const { tenant, customerId } = await scene({ at: `${day}T08:00:00Z`, timeZone })
      await issue(
        tenant,
        draft(customerId, [{ amount: 70n, period: { startsOn: day, endsOn: addDays(day, 7) } }])
      )
      await freezeClock(tenant, before)
      await recognise(tenant)
      assert.deepEqual(await booked(tenant, { cut: 10 }), {})
      await freezeClock(tenant, after)
      await recognise(tenant)
      assert.deepEqual(await booked(tenant, { cut: 10 }), { [day]: 10 })
    })

  test('in another currency keeps the rate at which it was deferred, to the last cent', async ({
    assert,
  }) => {
    const { tenant, customerId } = await scene({ at: '2026-03-01T09:00:00Z', currency: 'USD' })
    await keep(tenant, { USD: '1.10' }, '2026-02-27')
    await keep(tenant, { USD: '1.30' }, '2026-03-05')
    await issue(
      tenant,
      draft(
        customerId,
        [
          { amount: 700n, period: { startsOn: '2026-03-01', endsOn: '2026-03-11' } },
          { amount: 400n, period: null },
        ],
        'USD'
      )
    )
    await runOn(tenant, '2026-03-20')
    assert.deepEqual(await booked(tenant, { cut: 4 }), { '2026': 1100 })
    assert.deepEqual(await booked(tenant, { cut: 4, column: 'reporting_amount' }), { '2026': 1000 })
    assert.deepEqual(
      await booked(tenant, { account: 'deferred_revenue', cut: 4, column: 'reporting_amount' }),
      {}
    )
  })

  test('two at once and again and again book each day once', async ({ assert }) => {
    const { tenant, customerId } = await scene({ at: '2026-03-01T09:00:00Z' })
    await issue(
      tenant,
      draft(customerId, [{ amount: 3100n, period: { startsOn: '2026-03-01', endsOn: '2026-04-01' } }])
    )
    await freezeClock(tenant, '2026-03-06T12:00:00Z')
    const current = (await findTenant(tenant.id))!
    const run = async () => (await app.container.make(RecogniseRevenue)).execute()
    await Promise.all([1, 2, 3].map(() => asTenant({ tenant: current }, run)))
    assert.equal(await recognise(tenant), 0)
    assert.deepEqual(await booked(tenant), { '2026-03': 500 })
  })
})

test.group('Revenue, whatever happens', () => {
  test('the days of a period add up to its amount, and no day differs from its share by more than one', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const cases = fc.sample(
      fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.integer({ min: 1, max: 1100 })),
      60
    )
    await write(tenant, async () => {
      for (const [amount, days] of cases) {
        const { rows } = await sql<{ total: bigint; off: string }>`
          select sum(part)::bigint as total, max(abs(part - ${amount}::numeric / ${days})) as off
            from (select platform.share_of_days(${amount}, '2026-01-01', '2026-01-01'::date + ${days}::int, '2026-01-01'::date + n + 1)
                       - platform.share_of_days(${amount}, '2026-01-01', '2026-01-01'::date + ${days}::int, '2026-01-01'::date + n) as part
                    from generate_series(0, ${days}::int - 1) n) p`.execute(db)
        assert.equal(rows[0]!.total, amount)
        assert.isAtMost(Number(rows[0]!.off), 1)
      }
    })
  })

  test('any order and rhythm of catching up gives the same books', async ({ assert }) => {
    const period = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 45 }))
    const line = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.option(period))
    const invoice = fc.record({ day: fc.integer({ min: 0, max: 20 }), lines: fc.array(line, { minLength: 1, maxLength: 3 }), end: fc.constantFrom('open', 'void', 'write_off'), endsAfter: fc.integer({ min: 0, max: 25 }), credits: fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 40 })), { maxLength: 2 }) }) // prettier-ignore
    const story = fc.record({ invoices: fc.array(invoice, { minLength: 1, maxLength: 4 }), runs: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }) }) // prettier-ignore
    for (const { invoices, runs } of fc.sample(story, 4)) {
      const daily = await live(invoices, (day) => day > 0)
      const rarely = await live(invoices, (day) => runs.includes(day))
      assert.deepEqual(rarely, daily, JSON.stringify({ invoices, runs }))
    }
  })
})

interface Lived {
  day: number
  lines: [number, [number, number] | null][]
  end: string
  endsAfter: number
  /** After how many days a part of the total, in percent, is credited. */
  credits: [number, number][]
}

/** Lives the story of invoices from day 0 to day 70 and tells what was booked on which day. */
async function live(invoices: Lived[], runsOn: (day: number) => boolean) {
  const { tenant, customerId } = await scene({ at: '2026-02-10T12:00:00Z' })
  const ids = new Map<Lived, string>()
  for (let day = 0; day <= 70; day += 1) {
    const on = addDays('2026-02-10', day)
    const begin = invoices.filter((each) => each.day === day)
    const end = invoices.filter((each) => each.end !== 'open' && each.day + each.endsAfter === day)
    const credited = invoices.flatMap((each) =>
      each.credits
        .filter(([after]) => each.day + after === day && (each.end === 'open' || after < each.endsAfter))
        .map(([, percent]) => ({ each, percent }))
    )
    if (begin.length + end.length + credited.length === 0 && !runsOn(day) && day < 70) continue
    await freezeClock(tenant, `${on}T12:00:00Z`)
    if (runsOn(day) || day === 70) await recognise(tenant)
    for (const each of begin) {
      const items = each.lines.map(([amount, period]) => ({
        amount: BigInt(amount),
        period: period && { startsOn: addDays(on, period[0]), endsOn: addDays(on, period[0] + period[1]) },
      }))
      ids.set(each, await issue(tenant, draft(customerId, items)))
    }
    for (const { each, percent } of credited) {
      const total = each.lines.reduce((sum, [amount]) => sum + amount, 0)
      await creditAmount(tenant, ids.get(each)!, BigInt(Math.ceil((total * percent) / 100)))
    }
    for (const each of end) {
      const input = { invoiceId: ids.get(each)!, reason: 'story' }
      await as(tenant, async () =>
        each.end === 'void'
          ? (await app.container.make(VoidInvoice)).execute(input)
          : (await app.container.make(WriteOffInvoice)).execute(input)
      )
    }
  }
  await assertProven(tenant)
  return {
    revenue: await booked(tenant, { cut: 10 }),
    loss: await booked(tenant, { account: 'bad_debt', cut: 10 }),
    left: await deferred(tenant),
  }
}
