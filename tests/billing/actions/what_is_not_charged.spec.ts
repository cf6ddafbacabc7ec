import { setTimeout as pause } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { CollectDueInvoices } from '#app/billing/actions/collect_due_invoices'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { RecordFailedCollection } from '#app/billing/actions/record_failed_collection'
import {
  CollectInvoice,
  flatTax,
  FollowFailedPayment,
  IssueInvoices,
  RetryOpenInvoices,
} from '#app/billing/index'
import { lockInvoice } from '#app/billing/records/invoices'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

test.group('What is not charged by itself', (group) => {
  const sandbox = useSandbox(group)

  async function openShop(at: string) {
    const tenant = await createTenant({ at })
    const customerId = await addAda(tenant)
    await connectStripe(tenant, sandbox())
    return { tenant, customerId }
  }
  type Shop = Awaited<ReturnType<typeof openShop>>

  const issue = async ({ tenant, customerId }: Shop, { dueOn, isCollected = true }: { dueOn: string; isCollected?: boolean }) => {
    const id = newId()
    const item = { kind: 'item', description: 'Work', quantity: 1, unitAmount: 1401n, priceId: null, interval: null, period: null, subscriptionId: null } as const
    const pricing = { currency: 'EUR', tax: flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' }), taxRounding: 'line' } as const
    const issuing = await app.container.make(IssueInvoices)
    await as(tenant, () => issuing.execute([{ id, customerId, kind: 'manual', orderId: null, pricing, items: [item], dueOn, isCollected }]))
    return id
  }
  const promise = async ({ tenant }: Shop, invoiceId: string, until: string) => {
    const action = await app.container.make(PromisePayment)
    const kept = await as(tenant, () => action.keep({ invoiceId, until, reason: 'Salary' }))
    if (!kept.ok) throw new Error(kept.error.type)
  }
  const lift = async ({ tenant }: Shop, invoiceId: string) => {
    const action = await app.container.make(PromisePayment)
    const lifted = await as(tenant, () => action.lift({ invoiceId }))
    if (!lifted.ok) throw new Error(lifted.error.type)
  }
  const collectByHand = async ({ tenant }: Shop, invoiceId: string) => {
    const action = await app.container.make(CollectInvoice)
    return as(tenant, () => action.execute({ invoiceId }))
  }
  const collectDue = async ({ tenant }: Shop) => {
    const action = await app.container.make(CollectDueInvoices)
    return as(tenant, () => action.execute())
  }
  const seen = ({ tenant }: Shop, invoiceId: string) =>
    as(tenant, () => inReadTransaction(async () => {
      const invoice = await db.selectFrom('invoices').selectAll().where('id', '=', invoiceId).executeTakeFirstOrThrow()
      const payments = await db.selectFrom('payments').select('id').where('invoice_id', '=', invoiceId).execute()
      return { status: invoice.status, next: invoice.next_attempt_at?.toISOString() ?? null, charges: payments.length }
    }))

  test('a card that is saved for something else pays nothing that is to be paid by hand', async ({ assert }) => {
    const shop = await openShop('2026-04-06T12:00:00Z')
    const byHand = await issue(shop, { dueOn: '2026-04-06', isCollected: false })
    const byItself = await issue(shop, { dueOn: '2026-04-06' })
    await saveCard(shop, sandbox())
    await settle(shop.tenant)
    assert.deepEqual(await seen(shop, byHand), { status: 'open', next: null, charges: 0 })
    assert.equal((await seen(shop, byItself)).status, 'paid')
  })

  test('a saved card tries at once what another was refused for', async ({ assert }) => {
    const shop = await openShop('2026-04-06T12:00:00Z')
    const refused = await issue(shop, { dueOn: '2026-04-06', isCollected: false })
    const record = await app.container.make(RecordFailedCollection)
    // As when the money that a bank held for an order could not be taken.
    const failed = { invoiceId: refused, paymentId: null, reason: 'hard_decline', code: 'lost_card' } as const
    await as(shop.tenant, () => record.execute(failed))
    assert.deepInclude(await seen(shop, refused), { status: 'open', next: null })
    await saveCard(shop, sandbox())
    await settle(shop.tenant)
    assert.equal((await seen(shop, refused)).status, 'paid')
  })

  test('due on the 1st and promised until the 14th: a card saved on the 6th waits for the 15th', async ({ assert }) => {
    const shop = await openShop('2026-04-01T12:00:00Z')
    const invoiceId = await issue(shop, { dueOn: '2026-04-01' })
    await freezeClock(shop.tenant, '2026-04-04T12:00:00Z')
    await promise(shop, invoiceId, '2026-04-14')
    await freezeClock(shop.tenant, '2026-04-06T12:00:00Z')
    await saveCard(shop, sandbox(), 'pm_card_chargeCustomerFail')
    await settle(shop.tenant)
    const waiting = { status: 'open', next: '2026-04-15T04:00:00.000Z', charges: 0 }
    assert.deepEqual(await seen(shop, invoiceId), waiting)
    await freezeClock(shop.tenant, '2026-04-15T04:00:00Z')
    await settle(shop.tenant)
    assert.deepEqual(await seen(shop, invoiceId), { status: 'open', next: null, charges: 1 })
    const retry = await app.container.make(RetryOpenInvoices)
    assert.equal(await as(shop.tenant, () => retry.execute(shop)), 1, 'a promise that is over keeps nobody away')
  })

  test('a try that staff make while it is promised leaves the day after the promise alone', async ({ assert }) => {
    const shop = await openShop('2026-04-01T12:00:00Z')
    const invoiceId = await issue(shop, { dueOn: '2026-04-01' })
    await promise(shop, invoiceId, '2026-04-14')
    await saveCard(shop, sandbox(), 'pm_card_chargeCustomerFail')
    await collectByHand(shop, invoiceId)
    assert.equal((await seen(shop, invoiceId)).next, '2026-04-15T04:00:00.000Z')
    await settle(shop.tenant)
    assert.deepEqual(await seen(shop, invoiceId), { status: 'open', next: '2026-04-15T04:00:00.000Z', charges: 1 })
  })

  test('what is promised before a charge that was planned begins is kept', async ({ assert }) => {
    const shop = await openShop('2026-04-01T12:00:00Z')
    await saveCard(shop, sandbox())
    const queued = await issue(shop, { dueOn: '2026-04-01' })
    const next = '2026-04-15T04:00:00.000Z'
    await collectDue(shop)
    await promise(shop, queued, '2026-04-14')
    await settle(shop.tenant)
    assert.deepEqual(await seen(shop, queued), { status: 'open', next, charges: 0 }, 'its job was queued')

    const listed = await issue(shop, { dueOn: '2026-04-01' })
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const holding = as(shop.tenant, () => inTransaction(async () => {
      await lockInvoice(listed)
      await released
      await (await app.container.make(PromisePayment)).keep({ invoiceId: listed, until: '2026-04-14', reason: 'Salary' })
    }))
    const looking = collectDue(shop)
    await pause(300)
    release()
    await Promise.all([holding, looking])
    await settle(shop.tenant)
    assert.deepEqual(await seen(shop, listed), { status: 'open', next, charges: 0 }, 'it was listed')
  })

  test('a debit that its bank refuses after days is no reason to charge the next method while it is promised', async ({ assert }) => {
    const shop = await openShop('2026-04-01T12:00:00Z')
    await saveCard(shop, sandbox())
    const invoiceId = await issue(shop, { dueOn: '2026-04-01' })
    await promise(shop, invoiceId, '2026-04-14')
    const follow = await app.container.make(FollowFailedPayment)
    const failed = { invoiceId, paymentId: null, reason: 'insufficient_funds', code: null, isOffSession: true } as const
    assert.equal(await as(shop.tenant, () => follow.execute(failed)), 'recorded')
    await settle(shop.tenant)
    assert.deepInclude(await seen(shop, invoiceId), { next: '2026-04-15T04:00:00.000Z', charges: 0 })
  })

  /** Issued on 3 April and due on the 10th, promised on the 4th and perhaps lifted on the 5th: when it is tried. */
  const tries: [string, { until: string; isLifted: boolean; isCollected?: boolean }, string | null][] = [
    ['lifted before it is due', { until: '2026-04-20', isLifted: true }, '2026-04-10T04:00:00.000Z'],
    ['until a day before it is due', { until: '2026-04-06', isLifted: false }, '2026-04-10T04:00:00.000Z'],
    ['until a day after it is due', { until: '2026-04-20', isLifted: false }, '2026-04-21T04:00:00.000Z'],
    ['what is not charged by itself', { until: '2026-04-20', isLifted: false, isCollected: false }, null],
    ['the same, lifted', { until: '2026-04-20', isLifted: true, isCollected: false }, null],
  ]
  for (const [name, { until, isLifted, isCollected }, expected] of tries)
    test(`a promise brings no try nearer: ${name}`, async ({ assert }) => {
      const shop = await openShop('2026-04-03T12:00:00Z')
      const invoiceId = await issue(shop, { dueOn: '2026-04-10', isCollected })
      await freezeClock(shop.tenant, '2026-04-04T12:00:00Z')
      await promise(shop, invoiceId, until)
      await freezeClock(shop.tenant, '2026-04-05T12:00:00Z')
      if (isLifted) await lift(shop, invoiceId)
      assert.equal((await seen(shop, invoiceId)).next, expected)
    })

  test('a promise that is lifted when it is due is tried at the next look', async ({ assert }) => {
    const shop = await openShop('2026-04-01T12:00:00Z')
    const invoiceId = await issue(shop, { dueOn: '2026-04-01' })
    await promise(shop, invoiceId, '2026-04-14')
    await lift(shop, invoiceId)
    assert.equal((await seen(shop, invoiceId)).next, '2026-04-01T12:00:00.000Z')
  })
}) // prettier-ignore
