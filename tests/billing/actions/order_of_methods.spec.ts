import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { CollectInvoice } from '#app/billing/index'
import { readChargeOptions } from '#app/billing/records/payments_seen'
import { OrderMethods } from '#app/payments/actions/order_methods'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

test.group('In which order saved methods are charged', (group) => {
  const sandbox = useSandbox(group)

  async function openShop() {
    const tenant = await createTenant()
    await freezeClock(tenant, '2026-03-08T12:00:00Z')
    const customerId = await addAda(tenant)
    await connectStripe(tenant, sandbox())
    const invoiceId = await addInvoice(tenant, customerId, { amount: 1401n })
    return { tenant, customerId, invoiceId }
  }
  type Shop = Awaited<ReturnType<typeof openShop>>

  const collect = async ({ tenant, invoiceId }: Shop) => {
    const action = await app.container.make(CollectInvoice)
    await as(tenant, () => action.execute({ invoiceId }))
    await settle(tenant)
  }
  const invoiceOf = ({ tenant, invoiceId }: Shop) =>
    as(tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('invoices')
          .select(['status', 'next_attempt_at', 'collection_failure', 'collection_step'])
          .where('id', '=', invoiceId)
          .executeTakeFirstOrThrow()
      )
    )
  const chargesOf = ({ tenant }: Shop) =>
    as(tenant, () =>
      inReadTransaction(() =>
        db.selectFrom('payments').select(['status', 'payment_method_id as method', 'collection_step as step']).orderBy('id').execute()
      )
    ) // prettier-ignore

  test('the next one follows at once when the first is declined, as one try and without a word', async ({ assert }) => {
    const shop = await openShop()
    const good = await saveCard(shop, sandbox(), 'pm_card_visa')
    const bad = await saveCard(shop, sandbox(), 'pm_card_chargeCustomerFail')
    const order = await app.container.make(OrderMethods)
    await as(shop.tenant, () => order.execute({ customerId: shop.customerId, paymentMethodIds: [bad, good] }))
    await collect(shop)
    assert.deepEqual(await chargesOf(shop), [
      { status: 'failed', method: bad, step: 1 },
      { status: 'succeeded', method: good, step: 1 },
    ])
    const { status, collection_step: step } = await invoiceOf(shop)
    assert.deepEqual([status, step], ['paid', 1])
    const mails = await as(shop.tenant, () =>
      inReadTransaction(() => db.selectFrom('messages').select('kind').where('kind', '=', 'payment_failed').execute())
    )
    assert.lengthOf(mails, 0)
  }) // prettier-ignore

  test('when all are declined the try has failed once, and the next one begins anew', async ({ assert }) => {
    const shop = await openShop()
    const card = await saveCard(shop, sandbox(), 'pm_card_chargeCustomerFail')
    await collect(shop)
    const { status, collection_failure: reason, next_attempt_at: next } = await invoiceOf(shop)
    assert.deepEqual([status, reason, next !== null], ['open', 'soft_decline', true])
    await collect(shop)
    assert.deepEqual(
      (await chargesOf(shop)).map(({ method, step }) => [method, step]),
      [
        [card, 1],
        [card, 2],
      ]
    )
  })

  test('what a bank refused for good is not charged again while there is another', async ({ assert }) => {
    const shop = await openShop()
    const good = await saveCard(shop, sandbox(), 'pm_card_visa')
    const other = await saveCard(shop, sandbox(), 'pm_card_mastercard')
    const { tenant, customerId, invoiceId } = shop
    const options = () => as(tenant, () => inReadTransaction(() => readChargeOptions(invoiceId)))
    const refuse = (method: string, isHard: boolean, step: number) =>
      as(tenant, () =>
        inTransaction(() =>
          sql`insert into payments (id, customer_id, gateway_id, invoice_id, payment_method_id, amount, currency, capture, is_off_session, status,
                                    failure, collection_step, created_at, updated_at)
              select ${newId()}, ${customerId}, gateway_id, ${invoiceId}, id, 1401, 'EUR', 'automatic', true, 'failed',
                     ${JSON.stringify({ isHard })}::jsonb, ${step}, now(), now() from payment_methods where id = ${method}`.execute(db)
        )
      ) // prettier-ignore
    assert.deepEqual(await options(), { hasMethod: true, nextMethodId: good, hasHope: true })
    await refuse(good, true, 0)
    assert.deepEqual(await options(), { hasMethod: true, nextMethodId: other, hasHope: true })
    await refuse(other, false, 0)
    assert.deepEqual(await options(), { hasMethod: true, nextMethodId: null, hasHope: true })
    await as(tenant, () => inTransaction(() => sql`update invoices set collection_step = 1`.execute(db)))
    assert.equal((await options()).nextMethodId, other, 'a new try leaves out what was refused for good')
    await refuse(other, true, 1)
    assert.deepEqual(await options(), { hasMethod: true, nextMethodId: null, hasHope: false })
  })

  test('an order names each method once', async ({ assert }) => {
    const { tenant, customerId } = await openShop()
    const a = await saveCard({ tenant, customerId }, sandbox(), 'pm_card_visa')
    const b = await saveCard({ tenant, customerId }, sandbox(), 'pm_card_mastercard')
    const order = await app.container.make(OrderMethods)
    const place = (paymentMethodIds: string[]) => as(tenant, () => order.execute({ customerId, paymentMethodIds }))
    for (const wrong of [[], [a], [a, a], [a, newId()], [a, b, newId()]]) assert.isFalse((await place(wrong)).ok)
    const placed = await place([b, a])
    assert.deepEqual(placed.ok && placed.value.map(({ id, isDefault }) => [id, isDefault]), [[b, true], [a, false]])
  }) // prettier-ignore
})
