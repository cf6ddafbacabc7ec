import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { AddLateFees } from '#app/billing/actions/add_late_fees'
import { ChangeGroupDunning } from '#app/billing/actions/change_group_dunning'
import { HandOverInvoice } from '#app/billing/actions/hand_over_invoice'
import { ManageBillableItems } from '#app/billing/actions/manage_billable_items'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { RecordReceivedPayment } from '#app/billing/actions/record_received_payment'
import { ReverseReceivedPayment } from '#app/billing/actions/reverse_received_payment'
import { VoidInvoice } from '#app/billing/actions/void_invoice'
import { ManageCustomerGroups } from '#app/customers/actions/manage_customer_groups'
import { checkLedger } from '#app/ledger/index'
import type { Tenant } from '#app/shared/database/context'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { buy, factsAbout, invoicesOf, live, openShop, pay, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { as, createTenant, freezeClock, setPolicies } from '#tests/support/tenants'
import { openTrialShop, startTrial } from '#tests/support/trials'

const lateFee = {
  kind: 'percent',
  percent: '5',
  afterDays: 10,
  isTaxed: false,
  minimum: { EUR: '250' },
  maximum: {},
}
const addFees = async () => (await app.container.make(AddLateFees)).execute()
const addFeesOn = async (tenant: Tenant, day: string) => {
  await freezeClock(tenant, `${day}T12:00:00Z`)
  return as(tenant, addFees)
}

/** A tenant with the fee for so long that its day does not matter, and an invoice that is due on 10 March. */
async function openInvoice() {
  const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
  await setPolicies(tenant, { lateFee: { ...lateFee, since: '2025-01-01' } })
  const { planId } = await openShop(tenant)
  const customerId = await addAda(tenant)
  return { tenant, planId, customerId, ...(await buy(tenant, planId, { customerId })) }
}

function feesIn(tenant: Tenant) {
  return write(tenant, () => db.selectFrom('billable_items').selectAll().orderBy('id').execute())
}

test.group('Late fees', () => {
  test('once, after its day, with its minimum and without tax, on the next invoice', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    await setPolicies(tenant, { lateFee })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    const { invoiceId } = await buy(tenant, planId, { customerId })
    await freezeClock(tenant, '2026-03-19T12:00:00Z')
    assert.equal(await as(tenant, addFees), 0)
    await freezeClock(tenant, '2026-03-20T12:00:00Z')
    assert.equal(await as(tenant, addFees), 1)
    assert.equal(await as(tenant, addFees), 0)
    const [fee] = await feesIn(tenant)
    assert.deepEqual(
      [fee!.unit_amount, fee!.description, fee!.late_invoice_id],
      [250n, 'Late fee for invoice INV-000001', invoiceId]
    )
    assert.include(await factsAbout(tenant, invoiceId), 'late_fee.added')

    await pay(tenant, invoiceId)
    await freezeClock(tenant, '2026-04-03T12:00:00Z')
    await as(tenant, async () => (await app.container.make(RaiseRenewalInvoices)).execute())
    const [, renewal] = await invoicesOf(tenant, customerId)
    assert.equal(renewal!.total, 1667n + 250n)
    const lines = await write(tenant, () =>
      db.selectFrom('invoice_lines').select(['kind', 'amount', 'tax_amount']).where('invoice_id', '=', renewal!.id).orderBy('position').execute()
    ) // prettier-ignore
    assert.deepEqual(
      lines.map((line) => [line.kind, line.amount, line.tax_amount]),
      [
        ['plan', 1401n, 266n],
        ['fee', 250n, 0n],
      ]
    )
    const { rows } = await write(tenant, () =>
      sql<{ taxes: { category: string; note: string | null }[] }>`select snapshot->'taxes' as taxes from invoices where id = ${renewal!.id}`.execute(db)
    ) // prettier-ignore
    const exempt = rows[0]!.taxes.find(({ category }) => category === 'E')
    assert.equal(exempt?.note, 'Damages for late payment, not subject to VAT')
    assert.isTrue((await as(tenant, checkLedger)).isClean)
  }).timeout(60_000)

  test('not while a promise holds, an agency collects or money moves; not for a group without; not for what was late before', async ({
    assert,
  }) => {
    const tenant = await createTenant({ at: '2026-03-01T12:00:00Z' })
    await setPolicies(tenant, { lateFee: { ...lateFee, since: '2026-03-15' }, handOverDays: 1 })
    const { planId } = await openShop(tenant)
    const open = async () => {
      const customerId = await addAda(tenant)
      return { customerId, ...(await buy(tenant, planId, { customerId })) }
    }
    await open() // Its day was 11 March, before there was a fee.
    await freezeClock(tenant, '2026-03-10T12:00:00Z')
    const [late, promised, handed, paying, friend] = [await open(), await open(), await open(), await open(), await open()] // prettier-ignore
    await freezeClock(tenant, '2026-03-20T12:00:00Z')
    await as(tenant, async () => {
      const { invoiceId } = promised
      await (
        await app.container.make(PromisePayment)
      ).keep({ invoiceId, until: '2026-03-25', reason: 'Salary' })
      const agency = { agency: 'Collect GmbH', reference: null, note: null, staffId: null }
      const given = await (await app.container.make(HandOverInvoice)).handOver({ invoiceId: handed.invoiceId, ...agency }) // prettier-ignore
      if (!given.ok) throw new Error(given.error.type)
    })
    await write(tenant, async () => {
      await sql`insert into payments (id, customer_id, gateway_id, invoice_id, amount, currency, capture, status, created_at, updated_at)
        select gen_random_uuid(), ${paying.customerId}, id, ${paying.invoiceId}, 1667, 'EUR', 'automatic', 'processing', now(), now() from gateways`.execute(db)
      await sql`insert into customer_groups (id, code, name, created_at) values (${friend.customerId}, 'friends', 'Friends', now())`.execute(db)
      await sql`update customers set group_id = id, group_since = '2026-01-01' where id = ${friend.customerId}`.execute(db)
      await sql`insert into group_dunning (group_id, policy, updated_at) values (${friend.customerId}, '{}', now())`.execute(db)
    }) // prettier-ignore
    assert.equal(await as(tenant, addFees), 1)
    const [fee] = await feesIn(tenant)
    assert.equal(fee!.customer_id, late.customerId)

    const waive = () => as(tenant, async () => (await app.container.make(ManageBillableItems)).remove({ itemId: fee!.id })) // prettier-ignore
    assert.isTrue((await waive()).ok)
    assert.isFalse((await waive()).ok)
    assert.include(await factsAbout(tenant, late.invoiceId), 'late_fee.waived')
    await freezeClock(tenant, '2026-03-26T12:00:00Z')
    assert.equal(await as(tenant, addFees), 1)
    assert.deepEqual((await feesIn(tenant)).map(({ customer_id }) => customer_id), [late.customerId, promised.customerId]) // prettier-ignore
  }).timeout(60_000)
})

test.group('What is not owed costs nothing for lateness', () => {
  test('the first invoice after a trial, which ends with nothing owed', async ({ assert }) => {
    const shop = await openTrialShop('2026-03-01T12:00:00Z')
    await setPolicies(shop.tenant, { lateFee: { ...lateFee, afterDays: 3 } })
    await startTrial(shop)
    await live(shop.tenant, { from: '2026-03-05', until: '2026-03-13' })
    assert.equal((await invoicesOf(shop.tenant, shop.customerId))[0]!.status, 'void')
    assert.deepEqual(await feesIn(shop.tenant), [])
  }).timeout(60_000)

  test('an invoice that is taken back takes its fee with it while that waits, and keeps one that was invoiced', async ({
    assert,
  }) => {
    const { tenant, planId, customerId, invoiceId } = await openInvoice()
    const other = await buy(tenant, planId, { customerId })
    assert.equal(await addFeesOn(tenant, '2026-03-20'), 2)
    await write(
      tenant,
      () => sql`update billable_items set status = 'invoiced', invoice_id = ${other.invoiceId}, closed_at = now() where late_invoice_id = ${other.invoiceId}`.execute(db)
    ) // prettier-ignore
    for (const id of [invoiceId, other.invoiceId]) {
      const voiding = await app.container.make(VoidInvoice)
      assert.isTrue((await as(tenant, () => voiding.execute({ invoiceId: id, reason: 'mistake' }))).ok)
    }
    const byInvoice = new Map((await feesIn(tenant)).map((fee) => [fee.late_invoice_id, fee.status]))
    assert.equal(byInvoice.get(invoiceId), 'removed')
    assert.equal(byInvoice.get(other.invoiceId), 'invoiced')
    assert.includeMembers(await factsAbout(tenant, invoiceId), ['late_fee.waived', 'invoice.voided'])
    assert.notInclude(await factsAbout(tenant, other.invoiceId), 'late_fee.waived')
    assert.isTrue((await as(tenant, checkLedger)).isClean)
  }).timeout(60_000)
})

test.group('From when lateness is counted', () => {
  test('an invoice that was paid on time and is owed again: from that day, for an agency as well', async ({
    assert,
  }) => {
    const { tenant, customerId, invoiceId } = await openInvoice()
    const record = await app.container.make(RecordReceivedPayment)
    const reverse = await app.container.make(ReverseReceivedPayment)
    const came = { customerId, method: 'bank_transfer', amount: 1667n, receivedOn: '2026-03-10', reference: 'on time', note: null, invoiceIds: [invoiceId] } as const // prettier-ignore
    const paid = await as(tenant, () => record.execute(came))
    if (!paid.ok) return assert.fail(paid.error.type)
    await freezeClock(tenant, '2026-04-02T12:00:00Z')
    const back = { receivedPaymentId: paid.value.id, customerId, cause: 'staff', reason: 'returned' } as const
    assert.isTrue((await as(tenant, () => reverse.execute(back))).ok)
    assert.equal(await addFeesOn(tenant, '2026-04-11'), 0)
    assert.equal(await addFeesOn(tenant, '2026-04-12'), 1)
    await freezeClock(tenant, '2026-05-09T12:00:00Z')
    const hand = await app.container.make(HandOverInvoice)
    const agency = { invoiceId, agency: 'Collect GmbH', reference: null, note: null, staffId: null }
    const given = await as(tenant, () => hand.handOver(agency))
    assert.deepEqual(given.ok ? null : given.error, { type: 'too_early', from: '2026-06-01' })
  }).timeout(60_000)

  test('by terms that came to hold later: for what becomes late from that day on', async ({ assert }) => {
    const { tenant, planId, customerId } = await openInvoice()
    const groups = await app.container.make(ManageCustomerGroups)
    const dunning = await app.container.make(ChangeGroupDunning)
    const inOrder = async (day: string, step: () => Promise<{ ok: boolean }>) => {
      await freezeClock(tenant, `${day}T12:00:00Z`)
      assert.isTrue((await as(tenant, step)).ok)
    }
    const patient = await as(tenant, () => groups.create({ code: 'patient', name: 'Patient' }))
    if (!patient.ok) return assert.fail(patient.error.type)
    const groupId = patient.value.id
    await inOrder('2026-03-11', () => dunning.execute({ groupId, version: 0, wish: {} }))
    await inOrder('2026-03-11', () => groups.move({ customerId, groupId }))
    await freezeClock(tenant, '2026-03-25T12:00:00Z')
    const later = await buy(tenant, planId, { customerId })
    assert.equal(await addFeesOn(tenant, '2026-03-30'), 0, 'its group has no fee')

    // Out of the group: the invoice of 10 March would have had its fee on the 20th, that of 25 March has it on 4 April.
    await inOrder('2026-03-30', () => groups.move({ customerId, groupId: null }))
    assert.equal(await addFeesOn(tenant, '2026-04-03'), 0)
    assert.equal(await addFeesOn(tenant, '2026-04-04'), 1)
    assert.deepEqual((await feesIn(tenant)).map((fee) => fee.late_invoice_id), [later.invoiceId]) // prettier-ignore

    // The same when the group's own policy ends for all who are in it.
    const brook = await addAda(tenant)
    await inOrder('2026-04-04', () => groups.move({ customerId: brook, groupId }))
    await buy(tenant, planId, { customerId: brook })
    await freezeClock(tenant, '2026-04-20T12:00:00Z')
    const fresh = await buy(tenant, planId, { customerId: brook })
    await inOrder('2026-04-20', () => dunning.execute({ groupId, version: 1, wish: null }))
    assert.equal(await addFeesOn(tenant, '2026-04-29'), 0)
    assert.equal(await addFeesOn(tenant, '2026-04-30'), 1)
    assert.equal((await feesIn(tenant)).at(-1)!.late_invoice_id, fresh.invoiceId)

    // An own policy that begins anew with the fee of all others keeps the day on which that began to hold for the group.
    await inOrder('2026-05-02', () => dunning.execute({ groupId, version: 2, wish: { lateFee } }))
    assert.equal(await addFeesOn(tenant, '2026-05-02'), 0)
  }).timeout(60_000)
})
