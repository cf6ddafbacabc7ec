import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { chart, checkLedger, credit, debit, PostEntries } from '#app/ledger/index'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'

async function addInvoice(customerId: string, amountDue: bigint): Promise<string> {
  const id = newId()
  await sql`insert into invoices (id, series, number, reference, customer_id, kind, status, currency, issued_at, issued_on, due_on, subtotal,
      tax_total, total, amount_due, snapshot, hash)
    values (${id}, 'invoice', 1, 'INV-1', ${customerId}, 'order', 'open', 'EUR', now(), '2026-03-01', '2026-03-08', 1000, 0, 1000, ${amountDue},
      '{}', '\\x00')`.execute(db)
  return id
}

test.group('Check ledger', () => {
  test('an invoice whose amount due differs from its receivable is listed, and only then', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    const action = await app.container.make(PostEntries)
    const thousand = money(1000n, 'EUR')
    const invoiceId = await as(tenant, () => inTransaction(() => addInvoice(ada, 1000n)))
    assert.deepEqual(
      (await as(tenant, () => checkLedger())).differences.map(({ check, subject }) => [check, subject]),
      [['invoice_amount_due', invoiceId]]
    )
    await as(tenant, () =>
      action.execute([
        { kind: 'invoice_issued', causeId: invoiceId, postings: [debit(chart.receivable(ada), thousand, invoiceId), credit(chart.deferredRevenue(), thousand)] },
      ])
    ) // prettier-ignore
    assert.isTrue((await as(tenant, () => checkLedger())).isClean)
    await as(tenant, () => inTransaction(() => sql`update invoices set amount_due = 999`.execute(db)))
    const { differences } = await as(tenant, () => checkLedger())
    assert.equal(differences[0]?.found, '999 is due by the invoice, 1000 by the ledger')
  })

  test('money that was booked for no payment, or not booked for one, is listed', async ({ assert }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    const action = await app.container.make(PostEntries)
    await as(tenant, async () => {
      const five = money(500n, 'EUR')
      await action.execute([
        {
          kind: 'payment_received',
          causeId: newId(),
          postings: [debit(chart.cash('stripe'), five), credit(chart.customerBalance(ada), five)],
        },
      ])
      await inTransaction(async () => {
        const gateway = newId()
        const invoiceId = await addInvoice(ada, 1000n)
        await sql`insert into gateways (id, driver, name, secrets, created_at) values (${gateway}, 'stripe', 'Cards', '{}', now())`.execute(
          db
        )
        await sql`insert into payments (id, customer_id, gateway_id, invoice_id, amount, currency, capture, status, captured_amount, created_at, updated_at)
          values (${newId()}, ${ada}, ${gateway}, ${invoiceId}, 700, 'EUR', 'automatic', 'succeeded', 700, now(), now())`.execute(
          db
        )
      })
      const { isClean, differences } = await checkLedger()
      assert.isFalse(isClean)
      assert.deepEqual(differences.map(({ check }) => check).toSorted(), [
        'entry_has_payment',
        'invoice_amount_due',
        'payment_booked_once',
      ])
    })
  })
})
