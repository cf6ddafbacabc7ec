import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { CreditInvoice, type CreditWish, VoidInvoice } from '#app/billing/index'
import { checkLedger, readCustomerBalance } from '#app/ledger/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import { buy, factsAbout, invoicesOf, openShop, pay, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'

/** One server of €14.01 and 19 % tax: €16.67. */
async function bought() {
  const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
  const { planId } = await openShop(tenant)
  const customerId = await addAda(tenant)
  return { tenant, customerId, ...(await buy(tenant, planId, { customerId })) }
}

function credit(tenant: Tenant, invoiceId: string, wish: CreditWish, creditNoteId?: string) {
  return as(tenant, async () =>
    (await app.container.make(CreditInvoice)).execute({
      invoiceId,
      wish,
      reason: 'Outage in March',
      creditNoteId,
    })
  )
}

const balanceOf = (tenant: Tenant, customerId: string) =>
  as(tenant, async () => (await readCustomerBalance({ customerId, currency: 'EUR' })).amount)

test.group('CreditInvoice', () => {
  test('a paid invoice: the money goes to the customer balance, the books stay whole', async ({ assert }) => {
    const { tenant, customerId, invoiceId } = await bought()
    await pay(tenant, invoiceId)
    const note = await credit(tenant, invoiceId, { of: 'amount', amount: 667n })
    if (!note.ok) throw new Error(note.error.type)
    assert.deepEqual([note.value.reference, note.value.toInvoice, note.value.toBalance], ['CN-000001', 0n, 667n]) // prettier-ignore
    assert.equal(await balanceOf(tenant, customerId), 667n)
    const rest = await credit(tenant, invoiceId, { of: 'whole' })
    assert.equal(rest.ok && rest.value.total, 1000n)
    assert.equal(rest.ok && note.value.taxTotal + rest.value.taxTotal, 266n)
    assert.equal(await balanceOf(tenant, customerId), 1667n)
    const again = await credit(tenant, invoiceId, { of: 'amount', amount: 1n })
    assert.equal(again.ok ? 'ok' : again.error.type, 'nothing_left_to_credit')
    assert.isTrue((await as(tenant, checkLedger)).isClean)
  })

  test('an open invoice: less is due first, and nothing left to pay means paid', async ({ assert }) => {
    const { tenant, customerId, invoiceId } = await bought()
    await credit(tenant, invoiceId, { of: 'lines', lines: [{ position: 0, amount: 401n }] })
    const [partly] = await invoicesOf(tenant, customerId)
    assert.deepEqual([partly!.status, partly!.amount_due], ['open', 1190n])
    await credit(tenant, invoiceId, { of: 'whole' })
    const [paid] = await invoicesOf(tenant, customerId)
    assert.deepEqual([paid!.status, paid!.amount_due], ['paid', 0n])
    assert.equal(await balanceOf(tenant, customerId), 0n)
    assert.includeMembers(await factsAbout(tenant, invoiceId), ['invoice.settled', 'invoice.paid'])
    assert.isTrue((await as(tenant, checkLedger)).isClean)
  })

  test('the same note twice is one note', async ({ assert }) => {
    const { tenant, customerId, invoiceId } = await bought()
    await pay(tenant, invoiceId)
    const id = newId()
    const notes = await Promise.all([1, 2, 3].map(() => credit(tenant, invoiceId, { of: 'amount', amount: 100n }, id))) // prettier-ignore
    assert.isTrue(notes.every((note) => note.ok && note.value.id === id))
    assert.equal(await balanceOf(tenant, customerId), 100n)
  })

  test('several at once never give back more than was demanded', async ({ assert }) => {
    const { tenant, customerId, invoiceId } = await bought()
    await pay(tenant, invoiceId)
    const notes = await Promise.all([1, 2, 3, 4].map(() => credit(tenant, invoiceId, { of: 'amount', amount: 1000n }))) // prettier-ignore
    assert.equal(notes.filter((note) => note.ok).length, 1)
    assert.equal(await balanceOf(tenant, customerId), 1000n)
  })

  test('a void invoice has nothing to take back, and an unknown one is not found', async ({ assert }) => {
    const { tenant, invoiceId } = await bought()
    await as(tenant, async () => (await app.container.make(VoidInvoice)).execute({ invoiceId, reason: 'mistake' })) // prettier-ignore
    const [gone, unknown] = [await credit(tenant, invoiceId, { of: 'whole' }), await credit(tenant, newId(), { of: 'whole' })] // prettier-ignore
    assert.equal(gone.ok ? 'ok' : gone.error.type, 'invoice_not_open')
    assert.equal(unknown.ok ? 'ok' : unknown.error.type, 'invoice_not_found')
  })

  test('voiding takes back what the notes left', async ({ assert }) => {
    const { tenant, customerId, invoiceId } = await bought()
    await credit(tenant, invoiceId, { of: 'amount', amount: 667n })
    await as(tenant, async () => (await app.container.make(VoidInvoice)).execute({ invoiceId, reason: 'mistake' })) // prettier-ignore
    const [invoice] = await invoicesOf(tenant, customerId)
    assert.deepEqual([invoice!.status, invoice!.amount_due], ['void', 0n])
    const { rows } = await write(tenant, () =>
      sql`select from ledger_accounts where balance <> 0`.execute(db)
    )
    assert.lengthOf(rows, 0)
  })

  test('the database refuses more than a line demanded, a change and a deletion', async ({ assert }) => {
    const { tenant, invoiceId } = await bought()
    await pay(tenant, invoiceId)
    const note = await credit(tenant, invoiceId, { of: 'whole' })
    const more = sql`insert into credit_note_lines (credit_note_id, position, invoice_id, invoice_line_position, description, amount, tax_amount)
      values (${note.ok ? note.value.id : ''}, 9, ${invoiceId}, 0, 'more', 1, 0)`
    for (const statement of [
      more,
      sql`update credit_notes set total = 1`,
      sql`delete from credit_note_lines`,
    ]) {
      await assert.rejects(
        () => write(tenant, () => statement.execute(db)),
        /demanded|append-only|permission/
      )
    }
  })
})
