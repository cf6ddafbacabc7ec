import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { CollectInvoice } from '#app/billing/index'
import { AdjustBalance } from '#app/billing/actions/adjust_balance'
import { ApplyCustomerBalance } from '#app/billing/actions/apply_customer_balance'
import { PromisePayment } from '#app/billing/actions/promise_payment'
import { checkLedger } from '#app/ledger/index'
import { RemoveMethod } from '#app/payments/index'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

interface Shop {
  tenant: Tenant
  customerId: string
}

/** Stripe charges 50 cents and more. */
test.group('Less than a gateway charges', (group) => {
  const sandbox = useSandbox(group)

  async function openShop(): Promise<Shop> {
    const tenant = await createTenant()
    await freezeClock(tenant, '2026-03-08T12:00:00Z')
    const customerId = await addAda(tenant)
    await connectStripe(tenant, sandbox())
    return { tenant, customerId }
  }

  const bill = ({ tenant, customerId }: Shop, amount: bigint) => addInvoice(tenant, customerId, { amount })

  async function collect({ tenant }: Shop, invoiceId: string) {
    const action = await app.container.make(CollectInvoice)
    const collected = await as(tenant, () => action.execute({ invoiceId }))
    await settle(tenant)
    return collected.ok ? collected.value : collected.error.type
  }

  const question = <Row>({ tenant }: Shop, run: () => Promise<Row>) =>
    as(tenant, () => inReadTransaction(run))

  /** `paid`, or why it is not; with a star when another try is planned. */
  const standing = (shop: Shop, id: string) =>
    question(shop, async () => {
      const row = await db.selectFrom('invoices').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      return row.status === 'open' ? `${row.collection_failure}${row.next_attempt_at ? '*' : ''}` : row.status
    })

  const factsOf = (shop: Shop, ...types: string[]) =>
    question(shop, async () =>
      (await db.selectFrom('events').select('type').where('type', 'in', types).execute()).map(({ type }) => type)
    ) // prettier-ignore

  const mailsOf = (shop: Shop) =>
    question(shop, async () =>
      (await db.selectFrom('messages').select('kind').execute()).map(({ kind }) => kind)
    )

  test('it is no failure: nothing is charged, nobody is alarmed, and it goes with the next invoice in one payment', async ({
    assert,
  }) => {
    const shop = await openShop()
    await saveCard(shop, sandbox())
    const small = await bill(shop, 27n)
    await collect(shop, small)
    assert.equal(await standing(shop, small), 'too_small')
    assert.deepEqual(await chargesTaken(sandbox()), [])
    assert.deepEqual(await factsOf(shop, 'gateway.misconfigured', 'invoice.collection_failed', 'payment.failed', 'invoice.carried'), ['invoice.carried'])
    assert.deepEqual(await mailsOf(shop), [])

    const next = await bill(shop, 1401n)
    await collect(shop, next)
    assert.deepEqual([await standing(shop, small), await standing(shop, next)], ['paid', 'paid'])
    assert.deepEqual(await chargesTaken(sandbox()), [1428])
    assert.deepEqual(await mailsOf(shop), ['payment_received'])
    assert.isTrue((await as(shop.tenant, () => checkLedger())).isClean)
  }) // prettier-ignore

  test('what the balance left of an invoice is as well', async ({ assert }) => {
    const shop = await openShop()
    await saveCard(shop, sandbox())
    await give(shop, 973n)
    const invoice = await bill(shop, 1000n)
    await collect(shop, invoice)
    assert.equal(await standing(shop, invoice), 'too_small')
    await give(shop, 27n)
    assert.equal(await collect(shop, invoice), 'paid_from_balance')
  })

  test('two that are enough together are charged together', async ({ assert }) => {
    const shop = await openShop()
    await saveCard(shop, sandbox())
    const [a, b] = [await bill(shop, 27n), await bill(shop, 38n)]
    await collect(shop, a)
    await collect(shop, b)
    assert.deepEqual([await standing(shop, a), await standing(shop, b)], ['paid', 'paid'])
    assert.deepEqual(await chargesTaken(sandbox()), [65])
  })

  test('declined together it is the next invoice that is dunned, each method once, and one mail says so', async ({
    assert,
  }) => {
    const shop = await openShop()
    await saveCard(shop, sandbox(), 'pm_card_chargeCustomerFail')
    const small = await bill(shop, 27n)
    await collect(shop, small)
    const next = await bill(shop, 1401n)
    await collect(shop, next)
    assert.deepEqual([await standing(shop, small), await standing(shop, next)], ['too_small', 'soft_decline*'])
    assert.deepEqual(await mailsOf(shop), ['payment_failed'])
    assert.deepEqual(await chargesOf(shop), [['failed', 1428n]])

    await saveCard(shop, sandbox())
    await settle(shop.tenant)
    assert.deepEqual([await standing(shop, small), await standing(shop, next)], ['paid', 'paid'])
    assert.deepEqual((await chargesOf(shop)).slice(-1), [['succeeded', 1428n]])
  }) // prettier-ignore

  test('a bank that wants its customer stops the tries of the next invoice, and asks for all at once', async ({ assert }) => {
    const shop = await openShop()
    await saveCard(shop, sandbox(), 'pm_card_authenticationRequired')
    const small = await bill(shop, 27n)
    await collect(shop, small)
    const next = await bill(shop, 1401n)
    await collect(shop, next)
    assert.deepEqual([await standing(shop, small), await standing(shop, next)], ['too_small', 'authentication_required'])
    assert.deepEqual(await mailsOf(shop), ['authentication_required'])
  }) // prettier-ignore

  test('what was promised, or is of another customer, stays where it is', async ({ assert }) => {
    const shop = await openShop()
    await saveCard(shop, sandbox())
    const small = await bill(shop, 27n)
    await collect(shop, small)
    const promising = await app.container.make(PromisePayment)
    await as(shop.tenant, () => promising.keep({ invoiceId: small, until: '2026-03-20', reason: 'By transfer' }))
    const next = await bill(shop, 1401n)
    await collect(shop, next)
    assert.deepEqual([await standing(shop, small), await standing(shop, next)], ['too_small*', 'paid'])
    assert.deepEqual(await chargesTaken(sandbox()), [1401])
  }) // prettier-ignore

  test('without a method it is asked for as ever; once the only one is gone too, from that day on', async ({ assert }) => {
    const shop = await openShop()
    const bare = await bill(shop, 27n)
    await collect(shop, bare)
    assert.equal(await standing(shop, bare), 'no_payment_method*')
    const card = await saveCard(shop, sandbox())
    await settle(shop.tenant)
    assert.equal(await standing(shop, bare), 'too_small', 'a card was saved')

    await freezeClock(shop.tenant, '2026-05-20T12:00:00Z')
    const removing = await app.container.make(RemoveMethod)
    const { customerId } = shop
    await as(shop.tenant, () => removing.execute({ customerId, paymentMethodId: card }))
    await settle(shop.tenant)
    assert.equal(await standing(shop, bare), 'no_payment_method*')
    const row = await question(shop, () => db.selectFrom('invoices').select(['reopened_on', 'reopenings']).executeTakeFirstOrThrow())
    assert.deepEqual(row, { reopened_on: '2026-05-20', reopenings: 1 })
  }) // prettier-ignore

  test('a rest that is left after the last try is carried as well', async ({ assert }) => {
    const shop = await openShop()
    await saveCard(shop, sandbox(), 'pm_card_chargeCustomerFail')
    const invoice = await bill(shop, 1000n)
    await collect(shop, invoice)
    await as(shop.tenant, () =>
      inTransaction(() => sql`update invoices set next_attempt_at = null`.execute(db))
    )
    await give(shop, 973n)
    const apply = await app.container.make(ApplyCustomerBalance)
    await as(shop.tenant, () => apply.execute({ invoiceId: invoice }))
    assert.equal(await standing(shop, invoice), 'too_small')
  })

  async function give({ tenant, customerId }: Shop, amount: bigint): Promise<void> {
    const adjust = await app.container.make(AdjustBalance)
    await as(tenant, () =>
      adjust.execute({ customerId, amount, reason: 'Goodwill', requestKey: null })
    )
  } // prettier-ignore

  const chargesOf = (shop: Shop) =>
    question(shop, async () =>
      (await db.selectFrom('payments').select(['status', 'amount']).orderBy('id').execute()).map(({ status, amount }) => [status, amount])
    ) // prettier-ignore
})

async function chargesTaken(stripe: Sandbox): Promise<number[]> {
  const { charges } = await stripe.state<{ charges: { amount_captured: number }[] }>('stripe')
  return charges.map(({ amount_captured: amount }) => amount).filter((amount) => amount > 0)
}
