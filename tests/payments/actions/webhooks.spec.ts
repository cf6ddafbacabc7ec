import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { checkLedger, listBalances } from '#app/ledger/index'
import { PayInvoices } from '#app/billing/index'
import { BeginInvoicePayment } from '#app/payments/index'
import { HandleWebhook } from '#app/payments/actions/handle_webhook'
import { ReceiveWebhook } from '#app/payments/actions/receive_webhook'
import { findPayment } from '#app/payments/records/payments'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { eventually } from '#tests/sandbox/sandbox_process'
import { type Sandbox, stripeKeys, useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

interface Letter {
  rawBody: string
  headers: Record<string, string>
}

/** A mailbox to which the stand-in delivers its events. */
async function openMailbox(
  cleanup: (handler: () => void) => void
): Promise<{ url: string; letters: Letter[] }> {
  const letters: Letter[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      letters.push({
        rawBody: Buffer.concat(chunks).toString(),
        headers: request.headers as Record<string, string>,
      })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanup(() => void (server.closeAllConnections(), server.close()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, letters }
}

function sign(event: object, secret = stripeKeys.webhookSecret): Letter {
  const rawBody = JSON.stringify(event)
  const stamp = Math.floor(Date.now() / 1000)
  const mac = createHmac('sha256', secret).update(`${stamp}.${rawBody}`).digest('hex')
  return { rawBody, headers: { 'stripe-signature': `t=${stamp},v1=${mac}` } }
}

const event = (change: object) => ({
  id: `evt_${newId()}`, object: 'event', api_version: '2026-10-28.endive', livemode: false, type: 'payment_intent.succeeded',
  data: { object: { id: 'pi_unknown', metadata: {} } }, ...change,
}) // prettier-ignore

async function receive(tenant: Tenant, gatewayId: string, letter: Letter) {
  const action = await app.container.make(ReceiveWebhook)
  return as(tenant, () => action.execute({ gatewayId, driver: 'stripe', ...letter }))
}

/** A payment of an open invoice that its customer has begun and nobody has confirmed yet. */
async function beginPayment(sandbox: Sandbox, webhookSecret?: string) {
  const tenant = await createTenant()
  const customerId = await addAda(tenant)
  const gatewayId = await connectStripe(tenant, sandbox, { webhookSecret })
  const invoiceId = await addInvoice(tenant, customerId)
  const begin = await app.container.make(BeginInvoicePayment)
  const begun = await as(tenant, () => begin.execute({ invoiceId, customerId }))
  if (!begun.ok) throw new Error(`The payment was not begun: ${begun.error.type}`)
  return { tenant, gatewayId, ...begun.value }
}

const inboxOf = (tenant: Tenant) =>
  as(tenant, () =>
    inReadTransaction(() => db.selectFrom('webhook_inbox').selectAll().orderBy('id').execute())
  )

test.group('Messages of a gateway', (group) => {
  const sandbox = useSandbox(group)

  test('five times each and in the wrong order, before our own answer: paid and booked once', async ({
    assert,
    cleanup,
  }) => {
    const { url, letters } = await openMailbox(cleanup)
    const webhookSecret = await sandbox().deliverWebhooksTo(url)
    const { tenant, gatewayId, payment, form } = await beginPayment(sandbox(), webhookSecret)
    await sandbox().confirm(form!.clientSecret)
    await eventually(
      async () => letters,
      (all) => all.some(({ rawBody }) => rawBody.includes('"payment_intent.succeeded"'))
    )

    const all = [...letters]
    for (const letter of [...all, ...all.toReversed(), ...all, ...all.toReversed(), ...all]) {
      assert.isTrue((await receive(tenant, gatewayId, letter)).ok)
    }
    await runQueuedJobs()
    const paid = await as(tenant, () => inReadTransaction(() => findPayment(payment.id)))
    assert.equal(paid!.status, 'succeeded')
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
    const cash = (await as(tenant, () => listBalances())).find(({ code }) => code === 'cash:stripe')
    assert.equal(cash?.balance.amount, 1401n)
    const inbox = await inboxOf(tenant)
    assert.lengthOf(inbox, all.length)
    assert.isTrue(
      inbox.every(({ repeats, status }) => repeats === 4 && status !== 'pending' && status !== 'dead')
    )
    const succeeded = await as(tenant, () =>
      inReadTransaction(() =>
        db.selectFrom('events').select('id').where('type', '=', 'payment.succeeded').execute()
      )
    )
    assert.lengthOf(succeeded, 1)
  })

  test('about two invoices paid at once, whose answer was lost: the message comes first, both are paid once', async ({
    assert,
    cleanup,
  }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    const { url, letters } = await openMailbox(cleanup)
    const webhookSecret = await sandbox().deliverWebhooksTo(url)
    const gatewayId = await connectStripe(tenant, sandbox(), { webhookSecret })
    const paymentMethodId = await saveCard({ tenant, customerId: ada }, sandbox())
    const wishes = [await addInvoice(tenant, ada), await addInvoice(tenant, ada, { amount: 599n })].map(
      (invoiceId) => ({ invoiceId, amount: null })
    )
    await sandbox().fault('stripe', 'timeout_after', { route: 'POST /v1/payment_intents' })
    const pay = await app.container.make(PayInvoices)
    const input = { customerId: ada, wishes, usesBalance: false, requestKey: newId(), paymentMethodId }
    const lost = await as(tenant, () => pay.execute(input))
    assert.equal(lost.ok ? '' : lost.error.type, 'payment_under_way')
    await eventually(
      async () => letters,
      (all) => all.some(({ rawBody }) => rawBody.includes('"payment_intent.succeeded"'))
    )
    for (const letter of [...letters, ...letters]) await receive(tenant, gatewayId, letter)
    await settle(tenant)
    // Our own answer at last: the same click again.
    const again = await as(tenant, () => pay.execute(input))
    assert.equal(again.ok && again.value.card!.payment.status, 'succeeded')
    await settle(tenant)
    const invoices = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('invoices').select(['status', 'amount_due']).execute())
    )
    assert.isTrue(invoices.every(({ status }) => status === 'paid'))
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
    const cash = (await as(tenant, () => listBalances())).find(({ code }) => code === 'cash:stripe')
    assert.equal(cash?.balance.amount, 2000n)
  })

  test('money that was taken although we had called the payment off is booked all the same', async ({
    assert,
  }) => {
    const { tenant, gatewayId, payment, form } = await beginPayment(sandbox())
    await as(tenant, () =>
      inTransaction(() =>
        db.updateTable('payments').set({ status: 'cancelled', next_check_at: null }).execute()
      )
    )
    await sandbox().confirm(form!.clientSecret)
    await receive(
      tenant,
      gatewayId,
      sign(event({ data: { object: { id: payment.gatewayReference, metadata: {} } } }))
    )
    await runQueuedJobs()
    const after = await as(tenant, () => inReadTransaction(() => findPayment(payment.id)))
    assert.deepEqual([after!.status, after!.capturedAmount], ['succeeded', 1401n])
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  })

  test('messages that came together about one payment are followed by asking once', async ({ assert }) => {
    const { tenant, gatewayId, payment } = await beginPayment(sandbox())
    const { id, gatewayReference: reference } = payment
    const about = (type: string) =>
      sign(event({ type, data: { object: { id: reference, metadata: { payment_id: id } } } }))
    const types = ['payment_intent.processing', 'payment_intent.succeeded', 'payment_intent.requires_action']
    for (const type of types) await receive(tenant, gatewayId, about(type))
    await receive(tenant, gatewayId, sign(event({ type: 'charge.succeeded' })))

    const inbox = await inboxOf(tenant)
    const stati = (rows: typeof inbox) => rows.map(({ status, attempts }) => [status, attempts])
    // What is about nothing that we follow is only kept.
    assert.deepEqual(stati(inbox), [['pending', 0], ['pending', 0], ['pending', 0], ['ignored', 0]]) // prettier-ignore
    await sandbox().stripe('GET', `/v1/payment_intents/${reference}`)
    const before = (await sandbox().requests('stripe')).length
    const handle = await app.container.make(HandleWebhook)
    await as(tenant, () => handle.execute({ messageIds: inbox.map((message) => message.id) }))
    assert.equal((await sandbox().requests('stripe')).length - before, 1)
    assert.deepEqual(stati(await inboxOf(tenant)), [['done', 1], ['done', 1], ['done', 1], ['ignored', 0]]) // prettier-ignore
  })

  test('a message that lies about a payment is not believed', async ({ assert }) => {
    const { tenant, gatewayId, payment } = await beginPayment(sandbox())
    const { id, gatewayReference } = payment
    const lie = {
      id: gatewayReference,
      status: 'succeeded',
      amount_received: 1401,
      metadata: { payment_id: id },
    }
    await receive(tenant, gatewayId, sign(event({ data: { object: lie } })))
    await runQueuedJobs()
    assert.equal((await as(tenant, () => inReadTransaction(() => findPayment(id))))!.status, 'created')
  })

  test('{what} is kept as {status}')
    .with([
      { what: 'a message about a thing that is not ours', change: {}, status: 'ignored' },
      { what: 'a message from live mode', change: { livemode: true }, status: 'dead' },
      { what: 'a message of another version', change: { api_version: '2025-01-01.acacia' }, status: 'dead' },
      {
        what: 'a dispute about no payment of ours',
        change: { type: 'charge.dispute.created' },
        status: 'ignored',
      },
      { what: 'a kind that nobody knows', change: { type: 'moon.rose' }, status: 'ignored' },
    ])
    .run(async ({ assert }, { change, status }) => {
      const tenant = await createTenant()
      const gatewayId = await connectStripe(tenant, sandbox())
      assert.isTrue((await receive(tenant, gatewayId, sign(event(change)))).ok)
      await runQueuedJobs()
      assert.deepEqual(
        (await inboxOf(tenant)).map((message) => message.status),
        [status]
      )
    })

  test('a forged message, or one for another gateway or tenant, leaves nothing behind', async ({
    assert,
  }) => {
    const [tenant, other] = [await createTenant(), await createTenant()]
    const gatewayId = await connectStripe(tenant, sandbox())
    assert.isFalse((await receive(tenant, gatewayId, sign(event({}), 'whsec_wrong'))).ok)
    assert.isFalse((await receive(tenant, newId(), sign(event({})))).ok)
    assert.isFalse((await receive(other, gatewayId, sign(event({})))).ok)
    assert.lengthOf(await inboxOf(tenant), 0)
  })
})
