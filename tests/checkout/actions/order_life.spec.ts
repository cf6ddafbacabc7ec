import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import {
  AcceptOrder,
  CancelUnpaidOrders,
  EndOrder,
  FinishOrderLine,
  RequestOrderPayment,
} from '#app/checkout/index'
import { flatTax, writePricing } from '#app/billing/index'
import { findOrder, insertOrder, insertOrderLines } from '#app/checkout/records/orders'
import { insertQuote } from '#app/checkout/records/quotes'
import type { OrderLineContent } from '#app/checkout/domain/quote'
import type { OrderStatus } from '#app/checkout/domain/order_state'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { addAda } from '#tests/support/customers'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

interface Written {
  tenant: Tenant
  orderId: string
  lineIds: string[]
}

/** An order in a state, with as many lines as asked for. */
async function writeOrder(status: OrderStatus, { lines = 1, total = 1190n } = {}): Promise<Written> {
  const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
  const planId = planCalled(await stockShop(tenant), 'vps-m')
  const customerId = await addAda(tenant)
  const [orderId, quoteId] = [newId(), newId()]
  const lineIds = Array.from({ length: lines }, newId)
  await as(tenant, () =>
    inTransaction(async () => {
      const now = new Clock().now()
      const tax = flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' })
      const pricing = writePricing({ currency: 'EUR', tax, taxRounding: 'line' })
      const content = { items: [], recurring: [], taxGroups: [], taxReason: tax.reason, taxNote: null, coupons: [], discountTotal: '0', pricing } // prettier-ignore
      const sums = { subtotal: total, taxTotal: 0n, total }
      const common = { customerId, currency: 'EUR', createdAt: now }
      await insertQuote({
        ...common,
        ...sums,
        id: quoteId,
        country: 'DE',
        catalogueVersion: 1n,
        content,
        expiresAt: now,
      })
      await insertOrder({ ...common, id: orderId, number: 1n, userId: null, quoteId, status, total, failure: null, finishedAt: null, termsAcceptedAt: now, ip: null, userAgent: null }) // prettier-ignore
      await insertOrderLines(
        lineIds.map((id, position) => ({ id, orderId, position, planId, content: {} as OrderLineContent, total, status: 'pending' }))
      ) // prettier-ignore
    })
  )
  return { tenant, orderId, lineIds }
}

function look({ tenant, orderId }: Written) {
  return as(tenant, () =>
    inReadTransaction(async () => ({
      status: (await findOrder(orderId))!.status,
      failure: (await findOrder(orderId))!.failure,
      events: (await db.selectFrom('events').select('type').orderBy('seq').execute()).map(({ type }) => type),
    }))
  )
}

const run = <T>({ tenant }: Written, work: () => Promise<T>) => as(tenant, work)

test.group('An order', () => {
  test('asks for money once its places are kept', async ({ assert }) => {
    const written = await writeOrder('reserving')
    await run(written, async () => (await app.container.make(RequestOrderPayment)).execute(written))
    assert.deepInclude(await look(written), {
      status: 'awaiting_payment',
      events: ['order.payment_requested'],
    })
  })

  test('that costs nothing goes on at once', async ({ assert }) => {
    const written = await writeOrder('reserving', { total: 0n })
    await run(written, async () => (await app.container.make(RequestOrderPayment)).execute(written))
    assert.deepInclude(await look(written), { status: 'provisioning', events: ['order.accepted'] })
  })

  test('is accepted once, however often the payment is told', async ({ assert }) => {
    const written = await writeOrder('awaiting_payment')
    const accept = () =>
      run(written, async () =>
        (await app.container.make(AcceptOrder)).execute({ orderId: written.orderId, paymentId: newId() })
      )
    assert.isTrue((await accept()).ok)
    assert.isFalse((await accept()).ok)
    assert.deepInclude(await look(written), { status: 'provisioning', events: ['order.accepted'] })
  })

  test('that is over gives late money back', async ({ assert }) => {
    const written = await writeOrder('cancelled')
    await run(written, async () =>
      (await app.container.make(AcceptOrder)).execute({ orderId: written.orderId, paymentId: newId() })
    )
    assert.deepInclude(await look(written), { status: 'cancelled', events: ['order.payment_refused'] })
  })

  test('is completed by its last line when one service runs', async ({ assert }) => {
    const written = await writeOrder('provisioning', { lines: 2 })
    const finish = (index: number, outcome: 'active' | 'failed') =>
      run(written, async () =>
        (await app.container.make(FinishOrderLine)).execute({ orderLineId: written.lineIds[index]!, outcome })
      )
    await finish(0, 'failed')
    assert.deepInclude(await look(written), { status: 'provisioning', events: [] })
    await finish(1, 'active')
    await finish(1, 'failed')
    await finish(0, 'active')
    assert.deepInclude(await look(written), { status: 'completed', events: ['order.completed'] })
  })

  test('fails with its last line when no service runs', async ({ assert }) => {
    const written = await writeOrder('provisioning')
    await run(written, async () =>
      (await app.container.make(FinishOrderLine)).execute({
        orderLineId: written.lineIds[0]!,
        outcome: 'failed',
      })
    )
    assert.deepEqual(await look(written), {
      status: 'failed',
      failure: { reason: 'creation_failed' },
      events: ['order.failed'],
    })
  })

  const refusals: [string, OrderStatus][] = [
    ['being made', 'provisioning'],
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
  ]
  for (const [name, status] of refusals) {
    test(`that is ${name} cannot be cancelled`, async ({ assert }) => {
      const written = await writeOrder(status)
      const result = await run(written, async () =>
        (await app.container.make(EndOrder)).execute({
          orderId: written.orderId,
          reason: 'cancelled_by_customer',
        })
      )
      assert.isFalse(result.ok)
      assert.deepInclude(await look(written), { status, events: [] })
    })
  }

  test('that found no place fails and says so', async ({ assert }) => {
    const written = await writeOrder('reserving')
    await run(written, async () =>
      (await app.container.make(EndOrder)).execute({ orderId: written.orderId, reason: 'capacity_refused' })
    )
    assert.deepInclude(await look(written), { status: 'failed', failure: { reason: 'capacity_refused' } })
  })

  test('that nobody pays for within a day is called off', async ({ assert }) => {
    const written = await writeOrder('awaiting_payment')
    const sweep = () => run(written, async () => (await app.container.make(CancelUnpaidOrders)).execute())
    await freezeClock(written.tenant, '2026-03-02T08:59:59Z')
    assert.equal(await sweep(), 0)
    await freezeClock(written.tenant, '2026-03-02T09:00:00Z')
    assert.equal(await sweep(), 1)
    assert.equal(await sweep(), 0)
    assert.deepEqual(await look(written), {
      status: 'cancelled',
      failure: { reason: 'expired' },
      events: ['order.failed'],
    })
  })
})
