import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { asTenant } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { findTenant } from '#app/shared/database/tenant_directory'
import { checkLedger } from '#app/ledger/index'
import {
  ApplyCustomerBalance,
  CreditInvoice,
  type InvoiceDraft,
  IssueInvoices,
  VoidInvoice,
  WriteOffInvoice,
  flatTax,
} from '#app/billing/index'
import { findCreditNoteDetails } from '#app/billing/queries/find_credit_note'
import { findInvoice } from '#app/billing/queries/find_invoice'
import { keep } from '#tests/support/exchange_rates'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'
import { buy, factsAbout, invoicesOf, openShop, pay, write } from '#tests/support/billing'

function draft(customerId: string, change: Partial<InvoiceDraft> = {}): InvoiceDraft {
  const tax = flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' })
  return {
    id: newId(),
    customerId,
    kind: 'renewal',
    orderId: null,
    dueOn: '2026-03-08',
    pricing: { currency: 'EUR', tax, taxRounding: 'line' },
    items: [
      {
        kind: 'plan',
        description: 'VPS M',
        quantity: 1,
        unitAmount: 1401n,
        priceId: null,
        interval: null,
        period: null,
        subscriptionId: null,
      },
    ],
    isCollected: true,
    ...change,
  }
}

async function shop() {
  const tenant = await createTenant()
  const { planId } = await openShop(tenant)
  return { tenant, planId, customerId: await addAda(tenant) }
}

const issue = async (drafts: InvoiceDraft[]) => (await app.container.make(IssueInvoices)).execute(drafts)

test.group('IssueInvoices', () => {
  test('seals what it issues and books what is owed', async ({ assert }) => {
    const { tenant, customerId } = await shop()
    const [issued] = await as(tenant, () => issue([draft(customerId)]))
    assert.deepEqual([issued!.reference, issued!.total], ['INV-000001', 1667n])
    const details = await as(tenant, () => findInvoice(issued!.id, customerId))
    assert.isTrue(details!.isSealIntact)
    assert.equal(details!.snapshot.customer.name, 'Ada Lindgren')
    assert.equal(details!.invoice.nextAttemptAt?.toISOString(), '2026-03-08T05:00:00.000Z')
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
    assert.isNull(await as(tenant, () => findInvoice(issued!.id, newId())))
  })

  test('states the tax in the currency in which it is owed, at the rate that the books use', async ({ assert }) => {
    const { tenant, customerId } = await shop()
    await keep(tenant, { USD: '1.09' }, '2026-02-27')
    const dollars = draft(customerId)
    const [issued, inEuro] = await as(tenant, () =>
      issue([
        { ...dollars, pricing: { ...dollars.pricing, currency: 'USD' }, items: [{ ...dollars.items[0]!, unitAmount: 10_000n }] },
        draft(customerId),
      ])
    )
    const details = await as(tenant, () => findInvoice(issued!.id, customerId))
    assert.isTrue(details!.isSealIntact)
    const stated = { rate: '0.9174311927', rate_on: '2026-02-27', total: { amount: '1743', currency: 'EUR' } }
    assert.deepEqual(details!.snapshot.national_tax, stated)
    const { rows } = await write(tenant, () => sql<{ amount: bigint }>`
      select p.reporting_amount as amount from postings p join ledger_accounts a on a.id = p.account_id
       where a.code = 'tax_payable:DE' and a.currency = 'USD'`.execute(db))
    assert.deepEqual(rows.map(({ amount }) => amount), [-1743n])
    assert.notProperty((await as(tenant, () => findInvoice(inEuro!.id, customerId)))!.snapshot, 'national_tax')
    const back: unknown[] = []
    for (const amount of [3_333n, 8_567n]) {
      const note = await as(tenant, async () =>
        (await app.container.make(CreditInvoice)).execute({ invoiceId: issued!.id, wish: { of: 'amount', amount }, reason: 'Outage' }))
      if (!note.ok) throw new Error(note.error.type)
      const { snapshot, isSealIntact } = (await as(tenant, () => findCreditNoteDetails(note.value.id, customerId)))!
      assert.isTrue(isSealIntact)
      back.push([note.value.taxTotal, snapshot.national_tax])
    }
    assert.deepEqual(back, [
      [532n, { ...stated, total: { amount: '488', currency: 'EUR' } }],
      [1368n, { ...stated, total: { amount: '1255', currency: 'EUR' } }],
    ])
  }) // prettier-ignore

  test('an invoice over nothing is paid at once and books nothing', async ({ assert }) => {
    const { tenant, customerId } = await shop()
    const free = draft(customerId)
    const [issued] = await as(tenant, () =>
      issue([{ ...free, items: [{ ...free.items[0]!, unitAmount: 0n }] }])
    )
    assert.deepEqual(await factsAbout(tenant, issued!.id), ['invoice.issued', 'invoice.paid'])
    assert.equal((await invoicesOf(tenant, customerId))[0]!.status, 'paid')
  })

  test('eight at once: numbers without gaps, none twice', async ({ assert }) => {
    const { tenant, customerId } = await shop()
    const current = (await findTenant(tenant.id))!
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        asTenant({ tenant: current }, () => issue(Array.from({ length: index + 1 }, () => draft(customerId))))
      )
    )
    const numbers = await write(tenant, () =>
      db.selectFrom('invoices').select('number').orderBy('number').execute()
    )
    assert.deepEqual(numbers.map((row) => Number(row.number)), Array.from({ length: 36 }, (_, index) => index + 1)) // prettier-ignore
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('a batch that fails leaves nothing, not even a number', async ({ assert }) => {
    const { tenant, customerId } = await shop()
    await assert.rejects(() => as(tenant, () => issue([draft(customerId), draft(newId())])), /does not exist/)
    await as(tenant, () => issue([draft(customerId)]))
    const invoices = await invoicesOf(tenant, customerId)
    assert.deepEqual(invoices.map(({ reference }) => reference), ['INV-000001']) // prettier-ignore
    const { rows } = await write(tenant, () =>
      sql<{ lines: bigint; entries: bigint }>`
        select (select count(*) from invoice_lines) as lines, (select count(*) from journal_entries) as entries`.execute(
        db
      )
    )
    assert.deepEqual(rows[0], { lines: 1n, entries: 1n })
  })

  test('a period is invoiced once: the database refuses the second', async ({ assert }) => {
    const { tenant, planId, customerId } = await shop()
    const { subscriptionIds } = await buy(tenant, planId, { customerId })
    const again = draft(customerId)
    const period = { startsOn: '2026-03-01', endsOn: '2026-04-01' }
    const items = [{ ...again.items[0]!, subscriptionId: subscriptionIds[0]!, period }]
    await assert.rejects(() => as(tenant, () => issue([{ ...again, items }])), /subscription_periods_once/)
    assert.lengthOf(await invoicesOf(tenant, customerId), 1)
  })
})

test.group('An issued invoice', () => {
  const edits: [string, ReturnType<typeof sql>][] = [
    ['its total', sql`update invoices set subtotal = subtotal + 1, total = total + 1`],
    ['its number', sql`update invoices set number = 99`],
    ['its snapshot', sql`update invoices set snapshot = '{}'`],
    ['its due date', sql`update invoices set due_on = due_on + 1`],
    ['its lines', sql`update invoice_lines set amount = 0`],
    ['a line away', sql`delete from invoice_lines`],
  ]
  for (const [what, edit] of edits) {
    test(`keeps ${what}: the database refuses`, async ({ assert }) => {
      const { tenant, customerId } = await shop()
      await as(tenant, () => issue([draft(customerId)]))
      await assert.rejects(
        () => write(tenant, () => edit.execute(db)),
        /sealed|append-only|permission denied/
      )
    })
  }

  test('does not come back once it is closed', async ({ assert }) => {
    const { tenant, customerId } = await shop()
    const [issued] = await as(tenant, () => issue([draft(customerId)]))
    await pay(tenant, issued!.id)
    const reopen = sql`update invoices set status = 'open', amount_due = total where id = ${issued!.id}`
    await assert.rejects(() => write(tenant, () => reopen.execute(db)), /stays so/)
  })
})

test.group('Closing an invoice', () => {
  test('paid twice: the second payment stays on the balance and pays the next invoice', async ({
    assert,
  }) => {
    const { tenant, customerId } = await shop()
    const [first] = await as(tenant, () => issue([draft(customerId)]))
    await pay(tenant, first!.id)
    const [second] = await as(tenant, () => issue([draft(customerId)]))
    await pay(tenant, second!.id)
    const applied = await as(tenant, async () =>
      (await app.container.make(ApplyCustomerBalance)).execute({ invoiceId: second!.id })
    )
    assert.isFalse(applied.ok)
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('void: nothing is due and the books are even', async ({ assert }) => {
    const { tenant, customerId } = await shop()
    const [issued] = await as(tenant, () => issue([draft(customerId)]))
    const close = async () =>
      (await app.container.make(VoidInvoice)).execute({ invoiceId: issued!.id, reason: 'mistake' })
    const voided = await as(tenant, close)
    assert.isTrue(voided.ok)
    const again = await as(tenant, close)
    assert.isFalse(again.ok)
    const { rows } = await write(tenant, () =>
      sql<{
        code: string
        balance: bigint
      }>`select code, balance from ledger_accounts where balance <> 0`.execute(db)
    )
    assert.deepEqual(rows, [])
  })

  test('written off: the loss is in the books', async ({ assert }) => {
    const { tenant, customerId } = await shop()
    const [issued] = await as(tenant, () => issue([draft(customerId)]))
    await as(tenant, async () =>
      (await app.container.make(WriteOffInvoice)).execute({ invoiceId: issued!.id, reason: 'gone' })
    )
    const { rows } = await write(tenant, () =>
      sql<{ balance: bigint }>`select balance from ledger_accounts where code = 'bad_debt'`.execute(db)
    )
    assert.equal(rows[0]!.balance, 1667n)
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })
})
