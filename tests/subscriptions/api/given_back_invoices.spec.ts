import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ReverseSettlements } from '#app/billing/actions/reverse_settlements'
import { lockInvoice } from '#app/billing/records/invoices'
import { AddStaffMember } from '#app/identity/index'
import { readCustomerBalance } from '#app/ledger/index'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import { CarryOutChange, RevertChange } from '#app/subscriptions/index'
import { apiClientFor } from '#tests/support/api'
import { invoicesOf, pay, write } from '#tests/support/billing'
import { BrowserSession } from '#tests/support/browser_session'
import { request, type Running, startService } from '#tests/support/changes'
import { as, freezeClock } from '#tests/support/tenants'

/** VPS S for April at €5.36 was paid; €2.68 of it went into an upgrade, which is paid; then the money for April was taken back. */
async function scene() {
  const running = await startService('2026-04-01T00:00:00+02:00')
  const { tenant, customerId, plan } = running
  await freezeClock(tenant, '2026-04-16T00:00:00+02:00')
  const [april] = await invoicesOf(tenant, customerId)
  const asked = await request(running, { planId: plan('vps-m') })
  if (!asked.ok) throw new Error(asked.error.type)
  await pay(tenant, asked.value.invoiceId!)
  await reopen(running, april!.id)
  const staff = await apiClientFor(tenant, { as: 'staff', roles: ['owner'] })
  const shownId = showId('invoice', april!.id)
  return { ...running, april: april!.id, changeId: asked.value.id, changeInvoiceId: asked.value.invoiceId!, staff, shownId, path: `/invoices/${shownId}` } // prettier-ignore
}

async function reopen({ tenant }: Running, invoiceId: string): Promise<void> {
  const reverse = await app.container.make(ReverseSettlements)
  await write(tenant, async () => {
    const invoice = (await lockInvoice(invoiceId))!
    const { cause_id: causeId } = await db.selectFrom('invoice_settlements').select('cause_id').where('invoice_id', '=', invoiceId).executeTakeFirstOrThrow() // prettier-ignore
    const parts = [{ causeId, invoiceId, amount: invoice.total }]
    await reverse.execute({ reversalId: newId(), parts, invoices: new Map([[invoiceId, invoice]]), reason: 'returned' }) // prettier-ignore
  })
}

test.group('An invoice of which a change gave back a part', () => {
  test('is not taken back whole: what is left goes back by a credit note', async ({ assert }) => {
    const { tenant, customerId, staff, shownId, path } = await scene()
    assert.deepInclude((await staff.get(path)).body, { status: 'open', amount_due: { amount: '536', currency: 'EUR' } }) // prettier-ignore
    const refused = await staff.post(`${path}/voiding`, { reason: 'mistake' })
    assert.deepEqual([refused.status, refused.body.code], [409, 'lines_given_back'])
    assert.include(refused.body.detail, 'credit note')
    const wish = { kind: 'void', invoice_id: shownId, reason: 'mistake' }
    assert.equal((await staff.post('/gift-requests', wish)).body.code, 'lines_given_back')

    const note = await staff.post(`${path}/credit_notes`, { of: 'whole', reason: 'mistake' })
    assert.deepEqual([note.status, note.body.total.amount], [201, '268'])
    assert.equal((await staff.get(path)).body.amount_due.amount, '268')
    assert.equal((await staff.post(`${path}/voiding`, { reason: 'the rest' })).body.code, 'lines_given_back')
    assert.equal((await staff.post(`${path}/write_off`, { reason: 'the rest' })).status, 200)
    assert.equal(
      (await as(tenant, () => readCustomerBalance({ customerId, currency: 'EUR' }))).amount,
      536n,
      'what had paid it waits for whoever took it back'
    )
  })

  test('says so on its page', async ({ assert }) => {
    const { tenant, april, staff, path } = await scene()
    const account = { email: 'sam@example.test', password: 'correct horse battery' }
    const add = await app.container.make(AddStaffMember)
    await as(tenant, () => add.execute({ ...account, name: 'Sam Okafor', locale: 'en', roles: ['owner'] }))
    const browser = new BrowserSession(tenant, 'admin')
    await browser.submit('POST', '/session', account)
    await browser.submit('POST', `/invoices/${showId('invoice', april)}/voiding`, { reason: 'mistake' })
    const page = await browser.get(`/invoices/${showId('invoice', april)}`)
    assert.include(page.text, 'Take back what is left of it with a credit note')
    assert.equal((await staff.get(path)).body.status, 'open')
  })

  test('is taken back whole when the change was reverted: then nothing of it is given back', async ({
    assert,
  }) => {
    const { tenant, changeId, changeInvoiceId, staff, path } = await scene()
    const carryOut = await app.container.make(CarryOutChange)
    const revert = await app.container.make(RevertChange)
    await as(tenant, () => carryOut.execute({ invoiceId: changeInvoiceId }))
    assert.isTrue((await as(tenant, () => revert.execute({ changeId, reason: 'full' }))).ok)
    const voided = await staff.post(`${path}/voiding`, { reason: 'mistake' })
    assert.deepEqual([voided.status, voided.body.status], [200, 'void'])
  })
})
