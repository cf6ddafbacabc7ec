import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { IssueInvoiceDraft } from '#app/billing/actions/issue_invoice_draft'
import { ManageBillableItems } from '#app/billing/actions/manage_billable_items'
import { ManageInvoiceDrafts } from '#app/billing/actions/manage_invoice_drafts'
import type { StaffItem } from '#app/billing/domain/staff_item'
import { checkLedger } from '#app/ledger/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { buy, invoicesOf, live, openShop, pay, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'

const hours: StaffItem = {
  kind: 'item',
  description: 'Migration, by the hour',
  quantity: 3,
  unitAmount: 5000n,
}

async function scene() {
  const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
  const { planId } = await openShop(tenant)
  return { tenant, planId, customerId: await addAda(tenant) }
}

function begin(tenant: Tenant, customerId: string, items: StaffItem[], dueOn: string | null = null) {
  return as(tenant, async () => {
    const drafts = await app.container.make(ManageInvoiceDrafts)
    const begun = await drafts.begin({ customerId, staffId: null, items, dueOn, isCollected: true })
    if (!begun.ok) throw new Error(begun.error.type)
    return begun.value
  })
}

function issue(tenant: Tenant, draftId: string, version = 1, withPendingItems = false) {
  return as(tenant, async () =>
    (await app.container.make(IssueInvoiceDraft)).execute({
      draftId,
      version,
      withPendingItems,
      expectedTotal: null,
    })
  )
}

function addItem(tenant: Tenant, customerId: string, item: StaffItem = hours) {
  return as(tenant, async () => {
    const added = await (
      await app.container.make(ManageBillableItems)
    ).add({ ...item, customerId, staffId: null })
    if (!added.ok) throw new Error(added.error.type)
    return added.value
  })
}

test.group('Drafts of staff', () => {
  test('what a draft shows is what its invoice says', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    const draft = await begin(tenant, customerId, [hours], '2026-03-15')
    const priced = await as(tenant, async () => (await app.container.make(ManageInvoiceDrafts)).price(draft))
    const issued = await issue(tenant, draft.id)
    const [invoice] = await invoicesOf(tenant, customerId)
    assert.equal(issued.ok && issued.value.total, priced.total)
    assert.deepEqual([invoice!.kind, invoice!.due_on, invoice!.total], ['manual', '2026-03-15', 17_850n])
    const again = await issue(tenant, draft.id)
    assert.equal(again.ok ? 'ok' : again.error.type, 'draft_not_open')
    assert.isTrue((await as(tenant, checkLedger)).isClean)
  })

  test('whoever looked at an older version neither changes nor issues it', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    const draft = await begin(tenant, customerId, [hours])
    const change = (version: number) =>
      as(tenant, async () =>
        (await app.container.make(ManageInvoiceDrafts)).change({ draftId: draft.id, version, items: [{ ...hours, quantity: 4 }], dueOn: null, isCollected: false })
      ) // prettier-ignore
    const [first, stale] = [await change(1), await change(1)]
    assert.equal(first.ok && first.value.version, 2)
    assert.equal(stale.ok ? 'ok' : stale.error.type, 'draft_changed_meanwhile')
    const issued = await issue(tenant, draft.id, 1)
    assert.equal(issued.ok ? 'ok' : issued.error.type, 'draft_changed_meanwhile')
    assert.isTrue((await issue(tenant, draft.id, 2)).ok)
  })

  test('an empty one, one due yesterday or in another age and a discarded one are not issued', async ({
    assert,
  }) => {
    const { tenant, customerId } = await scene()
    const types = []
    for (const draft of [
      await begin(tenant, customerId, []),
      await begin(tenant, customerId, [hours], '2026-02-28'),
      await begin(tenant, customerId, [hours], '2028-03-02'),
      await begin(tenant, customerId, [hours], '9999-12-31'),
    ]) {
      const issued = await issue(tenant, draft.id)
      types.push(issued.ok ? 'ok' : issued.error.type)
    }
    const thrown = await begin(tenant, customerId, [hours])
    await as(tenant, async () =>
      (await app.container.make(ManageInvoiceDrafts)).discard({ draftId: thrown.id })
    )
    const issued = await issue(tenant, thrown.id)
    assert.deepEqual([...types, issued.ok ? 'ok' : issued.error.type], ['nothing_to_invoice', 'due_date_passed', 'due_date_too_far', 'due_date_too_far', 'draft_not_open']) // prettier-ignore
    assert.lengthOf(await invoicesOf(tenant, customerId), 0)
  })

  test('two clicks issue one invoice', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    const draft = await begin(tenant, customerId, [hours])
    const issued = await Promise.all([1, 2, 3].map(() => issue(tenant, draft.id)))
    assert.equal(issued.filter(({ ok }) => ok).length, 1)
    assert.lengthOf(await invoicesOf(tenant, customerId), 1)
  })
})

test.group('Billable items', () => {
  test('ride on the next renewal, once', async ({ assert }) => {
    const { tenant, planId, customerId } = await scene()
    const { invoiceId } = await buy(tenant, planId, { customerId })
    await pay(tenant, invoiceId)
    const item = await addItem(tenant, customerId)
    await live(tenant, { from: '2026-03-24', until: '2026-03-25' })
    const [, renewal] = await invoicesOf(tenant, customerId)
    // €14.01 and three hours of €50.00, each with 19 %.
    assert.deepEqual([renewal!.kind, renewal!.total], ['renewal', 1667n + 17_850n])
    await live(tenant, { from: '2026-04-24', until: '2026-04-25' })
    const row = await write(tenant, () => db.selectFrom('billable_items').selectAll().where('id', '=', item.id).executeTakeFirstOrThrow()) // prettier-ignore
    assert.deepEqual([row.status, row.invoice_id], ['invoiced', renewal!.id])
    assert.isTrue((await as(tenant, checkLedger)).isClean)
  }).timeout(60_000)

  test('go on a draft that takes them; one that was removed does not', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    await addItem(tenant, customerId)
    const removed = await addItem(tenant, customerId, { ...hours, unitAmount: 1n })
    const remove = () =>
      as(tenant, async () => (await app.container.make(ManageBillableItems)).remove({ itemId: removed.id }))
    const [first, second] = [await remove(), await remove()]
    assert.isTrue(first.ok)
    assert.equal(second.ok ? 'ok' : second.error.type, 'item_not_pending')
    const draft = await begin(tenant, customerId, [])
    const issued = await issue(tenant, draft.id, 1, true)
    assert.equal(issued.ok && issued.value.total, 17_850n)
  })

  test('the database keeps what is closed, and refuses what cannot be', async ({ assert }) => {
    const { tenant, customerId } = await scene()
    const item = await addItem(tenant, customerId)
    await as(tenant, async () => (await app.container.make(ManageBillableItems)).remove({ itemId: item.id }))
    const reopen = () => write(tenant, () => db.updateTable('billable_items').set({ status: 'pending', closed_at: null }).where('id', '=', item.id).execute()) // prettier-ignore
    await assert.rejects(reopen, /stays as it is/)
    const invoicedWithout = () => write(tenant, () => db.insertInto('billable_items').values({ id: customerId, customer_id: customerId, currency: 'EUR', kind: 'item', description: 'x', quantity: 1, unit_amount: 1n, status: 'invoiced', created_at: new Date(0), closed_at: new Date(0) }).execute()) // prettier-ignore
    await assert.rejects(invoicedWithout, /check/)
  })
})
