import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { sql } from 'kysely'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { checkLedger, readCustomerBalance } from '#app/ledger/index'
import {
  BeginInvoicePayment,
  BeginOrderPayment,
  CancelPayment,
  RefreshPayment,
  WatchPayment,
} from '#app/payments/index'
import { findPayment } from '#app/payments/records/payments'
import { listReceipts } from '#app/payments/records/payment_receipts'
import { connectBtcpay, payCoins, pullLever } from '#tests/support/btcpay'
import { addAda } from '#tests/support/customers'
import { addInvoice, addOrder } from '#tests/support/payments'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

interface Quote {
  tenant: Tenant
  ada: string
  invoiceId: string
  paymentId: string
  reference: string
}

/** Ada asks for a quote for an invoice of €14.01. */
async function quote(coins: Sandbox, settings: Record<string, unknown> = {}): Promise<Quote> {
  const tenant = await createTenant()
  const ada = await addAda(tenant)
  await connectBtcpay(tenant, coins, settings)
  const invoiceId = await addInvoice(tenant, ada)
  const begin = await app.container.make(BeginInvoicePayment)
  const begun = await as(tenant, () => begin.execute({ invoiceId, customerId: ada }))
  if (!begun.ok) throw new Error(begun.error.type)
  const { payment, page } = begun.value
  if (payment.status !== 'created' || page?.coins.length !== 3) throw new Error('No coins are asked for')
  return { tenant, ada, invoiceId, paymentId: payment.id, reference: payment.gatewayReference! }
}

/** What the platform makes of it: the gateway is asked, and what follows is done. */
async function look({ tenant, paymentId }: Quote): Promise<void> {
  const refresh = await app.container.make(RefreshPayment)
  await as(tenant, () => refresh.execute({ paymentId }))
  await settle(tenant)
}

/** Status, what came in, what is on the balance, what is due on the invoice, transfers, and whether the books are whole. */
async function standing({ tenant, ada, invoiceId, paymentId }: Quote) {
  return as(tenant, async () => {
    const payment = await inReadTransaction(() => findPayment(paymentId))
    const balance = await readCustomerBalance({ customerId: ada, currency: 'EUR' })
    const invoice = await inReadTransaction(() =>
      db.selectFrom('invoices').select('amount_due').where('id', '=', invoiceId).executeTakeFirstOrThrow()
    )
    const receipts = await inReadTransaction(() => listReceipts(paymentId))
    const report = await checkLedger()
    return {
      status: payment!.status,
      captured: payment!.capturedAmount,
      balance: balance.amount,
      due: invoice.amount_due,
      transfers: receipts.map(({ bookedAmount, isLate }) => [bookedAmount, isLate]),
      differences: report.differences,
    }
  })
}

const clean = { differences: [] }

test.group('Paying with coins', (group) => {
  const sandbox = useSandbox(group, { SANDBOX_BTCPAY_BLOCK_MS: '0' })

  test('seen is not paid; a block makes it so, once, however often it is told', async ({ assert }) => {
    const ada = await quote(sandbox())
    await payCoins(sandbox(), ada.reference, { blocks: 0 })
    await look(ada)
    assert.deepEqual(await standing(ada), { status: 'processing', captured: 0n, balance: 0n, due: 1401n, transfers: [], ...clean }) // prettier-ignore
    const held = await as(ada.tenant, () => inReadTransaction(() => findPayment(ada.paymentId)))
    assert.equal(held!.holdsUntil!.getTime() - held!.updatedAt.getTime(), 72 * 3_600_000)
    await sandbox().process.json('POST', '/_btcpay/blocks', {})
    await look(ada)
    await look(ada)
    assert.deepEqual(await standing(ada), { status: 'succeeded', captured: 1401n, balance: 0n, due: 0n, transfers: [[null, false]], ...clean }) // prettier-ignore
  })

  test('an order whose coins came begins no second payment before it is accepted, nor while that is written down', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    await connectBtcpay(tenant, sandbox())
    const begin = await app.container.make(BeginOrderPayment)
    const pay = (orderId: string) => as(tenant, () => begin.execute({ orderId, customerId: ada }))
    const ask = async (orderId: string) => {
      const begun = await pay(orderId)
      if (!begun.ok) throw new Error(begun.error.type)
      return begun.value.payment
    }

    const orderId = await addOrder(tenant, ada)
    const first = await ask(orderId)
    await payCoins(sandbox(), first.gatewayReference!)
    const refresh = await app.container.make(RefreshPayment)
    const taken = await as(tenant, () => refresh.execute({ paymentId: first.id }))
    assert.equal(taken.ok && taken.value.payment.status, 'succeeded')
    const again = await pay(orderId)
    assert.equal(again.ok ? again.value.payment.status : again.error.type, 'not_payable')

    const otherId = await addOrder(tenant, ada)
    const other = await ask(otherId)
    const meanwhile: { ended: ReturnType<typeof pay> | null } = { ended: null }
    await as(tenant, () =>
      inTransaction(async () => {
        const cash = {
          status: 'succeeded',
          pending_call: null,
          captured_amount: 1401n,
          succeeded_at: new Date(),
        }
        await db.updateTable('payments').set(cash).where('id', '=', other.id).execute()
        meanwhile.ended = pay(otherId)
        // It waits for the payment that it found open.
        await pause(400)
      })
    )
    const ended = await meanwhile.ended!
    assert.equal(ended.ok ? ended.value.payment.status : ended.error.type, 'not_payable')
  })

  test('a page that looks has the gateway asked by a job, once for all that look, and never waits for it', async ({
    assert,
  }) => {
    const ada = await quote(sandbox())
    const watch = await app.container.make(WatchPayment)
    const see = () => as(ada.tenant, () => watch.execute({ paymentId: ada.paymentId }))
    const asked = async () => (await sandbox().requests('btcpay')).filter(({ method, path }) => method === 'GET' && path.includes('/invoices/')).length // prettier-ignore
    const pass = (seconds: number) =>
      as(ada.tenant, () => inTransaction(() => sql`update watched_payments set asked_at = asked_at - ${seconds} * interval '1 second'`.execute(db))) // prettier-ignore
    // Half comes, and its message is lost for ever.
    await payCoins(sandbox(), ada.reference, { share: 'half' })
    const before = await asked()
    const first = await see()
    assert.deepEqual(
      [first?.payment.status, first?.page?.coins.length, Number(first?.page?.coins[0]!.paid)],
      ['created', 3, 0]
    )
    await runQueuedJobs()
    assert.equal(await asked(), before, 'just asked')
    await pass(9)
    await Promise.all([see(), see(), see()])
    await pass(2)
    await Promise.all([see(), see(), see()])
    assert.equal(await asked(), before, 'not while anybody waits')
    await runQueuedJobs()
    const afterwards = await asked()
    assert.isAbove(afterwards, before)
    await see()
    await runQueuedJobs()
    assert.equal(await asked(), afterwards)
    assert.isAbove(Number((await see())?.page?.coins[0]!.paid), 0)
    await payCoins(sandbox(), ada.reference, { blocks: 0 })
    await pass(11)
    await see()
    await runQueuedJobs()
    const seen = await see()
    assert.deepEqual([seen?.payment.status, seen?.page], ['processing', null])
  })

  test('too little leaves the rest due, and another quote is for just that', async ({ assert }) => {
    const ada = await quote(sandbox())
    await payCoins(sandbox(), ada.reference, { share: 'half' })
    await look(ada)
    assert.include(await standing(ada), { status: 'created', captured: 0n, due: 1401n })
    await pullLever(sandbox(), ada.reference, 'expire')
    await look(ada)
    assert.deepEqual(await standing(ada), { status: 'succeeded', captured: 700n, balance: 0n, due: 701n, transfers: [[null, false]], ...clean }) // prettier-ignore
    const begin = await app.container.make(BeginInvoicePayment)
    const again = await as(ada.tenant, () => begin.execute({ invoiceId: ada.invoiceId, customerId: ada.ada }))
    assert.equal(again.ok ? again.value.payment.money.amount : 0n, 701n)
  })

  test('a little too little counts as paid, and the books say what was given up', async ({ assert }) => {
    const ada = await quote(sandbox(), { tolerancePercent: '1.5' })
    await payCoins(sandbox(), ada.reference, { share: 'short' })
    await look(ada)
    assert.deepEqual(await standing(ada), { status: 'succeeded', captured: 1387n, balance: 0n, due: 0n, transfers: [[null, false]], ...clean }) // prettier-ignore
  })

  test('too much is on the balance, and a second transfer is booked once', async ({ assert }) => {
    const ada = await quote(sandbox())
    await payCoins(sandbox(), ada.reference, { share: 'over' })
    await look(ada)
    assert.include(await standing(ada), { status: 'succeeded', captured: 1541n, balance: 140n, due: 0n })
    await payCoins(sandbox(), ada.reference, { method: 'BTC-LN' })
    await look(ada)
    await look(ada)
    assert.deepEqual(await standing(ada), { status: 'succeeded', captured: 2942n, balance: 1541n, due: 0n, transfers: [[null, false], [1401n, false]], ...clean }) // prettier-ignore
  })

  test('a second transfer pays what the first left due', async ({ assert }) => {
    const ada = await quote(sandbox())
    await payCoins(sandbox(), ada.reference, { share: 'half' })
    await pullLever(sandbox(), ada.reference, 'expire')
    await look(ada)
    await payCoins(sandbox(), ada.reference, { share: 'over' })
    await look(ada)
    const { captured, balance, due, transfers, differences } = await standing(ada)
    assert.deepEqual({ due, owed: captured - 1401n === balance, transfers: transfers.length, differences }, { due: 0n, owed: true, transfers: 2, ...clean }) // prettier-ignore
  })

  test('money that comes after the quote ran out is found by the date of the next look', async ({
    assert,
  }) => {
    const ada = await quote(sandbox())
    await pullLever(sandbox(), ada.reference, 'expire')
    await look(ada)
    assert.include(await standing(ada), { status: 'cancelled', captured: 0n, due: 1401n })
    const waiting = await as(ada.tenant, () => inReadTransaction(() => findPayment(ada.paymentId)))
    assert.equal(waiting!.nextCheckAt!.getTime() - waiting!.updatedAt.getTime(), 600_000)
    await payCoins(sandbox(), ada.reference)
    await look(ada)
    assert.deepEqual(await standing(ada), { status: 'succeeded', captured: 1401n, balance: 0n, due: 0n, transfers: [[null, true]], ...clean }) // prettier-ignore
  })

  test('late coins are worth what they were when they were first seen, however long they wait for a block', async ({
    assert,
  }) => {
    const ada = await quote(sandbox())
    const rateOf = (rate: string) => sandbox().process.json('PUT', '/_btcpay/rates/BTC_EUR', { rate })
    await pullLever(sandbox(), ada.reference, 'expire')
    // Coins for €14.01 at the price's rate of 57,312.84; half as much a coin when they come, and a tenth when a block takes them in.
    await rateOf('28656.42')
    await payCoins(sandbox(), ada.reference, { blocks: 0 })
    await look(ada)
    assert.include(await standing(ada), { status: 'processing', captured: 0n, due: 1401n })
    await rateOf('5731.28')
    await sandbox().process.json('POST', '/_btcpay/blocks', {})
    await look(ada)
    await look(ada)
    const { captured, due, transfers, differences } = await standing(ada)
    assert.deepEqual({ captured, due, transfers, differences }, { captured: 701n, due: 700n, transfers: [[null, true]], ...clean })
  }) // prettier-ignore

  test('what was called off and paid all the same is kept; when nobody watches any more, nobody looks', async ({
    assert,
  }) => {
    const ada = await quote(sandbox())
    const cancel = await app.container.make(CancelPayment)
    await as(ada.tenant, () => cancel.execute({ paymentId: ada.paymentId }))
    await look(ada)
    assert.include(await standing(ada), { status: 'cancelled', due: 1401n })
    await payCoins(sandbox(), ada.reference)
    await look(ada)
    assert.deepEqual(await standing(ada), { status: 'succeeded', captured: 1401n, balance: 0n, due: 0n, transfers: [[null, false]], ...clean }) // prettier-ignore
    await pullLever(sandbox(), ada.reference, 'end-monitoring')
    await look(ada)
    const done = await as(ada.tenant, () => inReadTransaction(() => findPayment(ada.paymentId)))
    assert.isNull(done!.nextCheckAt)
  })

  test('coins that were seen and never confirmed are no money, and somebody is told', async ({ assert }) => {
    const ada = await quote(sandbox())
    await sandbox().process.json('POST', `/_btcpay/invoices/${ada.reference}/pay`, { stuck: true })
    await look(ada)
    await pullLever(sandbox(), ada.reference, 'end-monitoring')
    await look(ada)
    assert.deepEqual(await standing(ada), { status: 'failed', captured: 0n, balance: 0n, due: 1401n, transfers: [], ...clean }) // prettier-ignore
    const failed = await as(ada.tenant, () => inReadTransaction(() => findPayment(ada.paymentId)))
    assert.equal(failed!.failure?.code, 'never_confirmed')
  })
})
