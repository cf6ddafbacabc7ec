import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import { RefundMoney } from '#app/billing/index'
import { AddStaffMember } from '#app/identity/index'
import { checkLedger } from '#app/ledger/index'
import type { Shopper } from '#tests/journeys/shopper'
import { useWorld } from '#tests/journeys/use_world'
import type { World } from '#tests/journeys/world'
import { accountChecks } from '#tests/simulation/auditor/accounts'
import { bookChecks } from '#tests/simulation/auditor/books'
import { connectBtcpay, payCoins, pullLever } from '#tests/support/btcpay'
import { as } from '#tests/support/tenants'

/** Asks what it is in coins. @returns the invoice of the payment server */
async function askPrice({ api }: Shopper, path: string, gatewayId: string): Promise<string> {
  const body = { gateway_id: showId('gateway', gatewayId) }
  const answer = await api.post(path, body, { 'idempotency-key': newId() })
  if (answer.status !== 201) throw new Error(answer.text)
  return String(answer.body.page.url).split('/').at(-1)!
}

/** Our cash at the payment server, and what came in there for good, by its own count. */
async function cashOnBothSides(world: World): Promise<[string, string]> {
  const { rows } = await world.read(() =>
    sql<{ cash: bigint }>`select balance as cash from ledger_accounts where code = 'cash:btcpay'`.execute(db)
  )
  const { totals } = await world.sandbox.state<{ totals: Record<string, { settled: string }> }>('btcpay')
  return [`${rows[0]!.cash}`, totals.EUR!.settled]
}

/** Staff give €2.00 of an invoice back, to where coins came from. */
async function refundCoins(
  world: World,
  { paymentId, invoiceId }: { paymentId: string; invoiceId: string }
): Promise<void> {
  const staff = {
    name: 'Sam',
    email: 'sam@example.test',
    password: 'a long password',
    locale: 'en',
    roles: ['owner' as const],
  }
  const refunded = await as(world.tenant, async () => {
    const added = await (await app.container.make(AddStaffMember)).execute(staff)
    if (!added.ok) throw new Error(added.error.type)
    const requestedBy = added.value.userId
    const take = { of: 'invoice', invoiceId, wish: { of: 'amount', amount: 200n } } as const
    const wish = {
      way: 'source',
      paymentId,
      customerId: null,
      take,
      reason: 'Paid too much',
      requestedBy,
      requestKey: newId(),
    } as const
    return (await app.container.make(RefundMoney)).execute(wish)
  })
  if (!refunded.ok) throw new Error(refunded.error.type)
}

/** What the auditor of simulated years thinks of the books. */
async function complaints(world: World): Promise<string[]> {
  const found = await world.read(async () => {
    const answers = []
    for (const check of [...bookChecks, ...accountChecks])
      answers.push(await sql<{ found: string }>`${sql.raw(check.sql)}`.execute(db))
    return answers
  })
  return found.flatMap(({ rows }) => rows.map((row) => row.found))
}

/** Says where the coins go to, and the people of the store send them. */
async function claimAt({ sandbox }: World, link: string): Promise<void> {
  await fetch(link, { method: 'POST', body: new URLSearchParams({ destination: 'tb1qmine', method: 'BTC-CHAIN' }) })
  await sandbox.process.json('POST', `/_btcpay/pull-payments/${link.split('/').at(-1)}/pay`, {})
} // prettier-ignore

test.group('A customer who pays with coins', (group) => {
  const begin = useWorld(group)

  test('day 0 buys with coins, day 33 pays half, day 35 sends the rest too late: all of it counts, nothing stops', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const gatewayId = await connectBtcpay(world.tenant, world.sandbox)
    const orderId = await ada.order()
    await world.settle()
    const first = await askPrice(ada, `/orders/${orderId}/payments`, gatewayId)
    await payCoins(world.sandbox, first, { blocks: 0 })
    await world.until(async () => (await world.payments())[0]!.status === 'processing')
    assert.equal((await world.one('orders')).status, 'awaiting_payment')
    await world.sandbox.process.json('POST', '/_btcpay/blocks', {})
    await world.until(async () => (await world.one('orders')).status === 'completed')

    await world.on('2026-04-03')
    await world.on('2026-04-12')
    const invoice = (await world.invoices()).at(-1)!
    const second = await askPrice(ada, `/invoices/${showId('invoice', invoice.id)}/payments`, gatewayId)
    await payCoins(world.sandbox, second, { share: 'half' })
    await pullLever(world.sandbox, second, 'expire')
    await world.on('2026-04-13')
    const short = (await world.invoices()).at(-1)!
    assert.equal(short.status, 'open')
    await world.on('2026-04-14')
    await payCoins(world.sandbox, second, { share: 'over' })
    await world.until(async () => (await world.invoices()).at(-1)!.status === 'paid')

    assert.equal((await world.one('subscriptions')).status, 'active')
    assert.equal(await world.countFacts('service.suspended'), 0)
    assert.equal(await world.countFacts('payment.more_received'), 1)
    const told = await world.toldTo(ada.email, '2026-04-12')
    assert.lengthOf(told.filter((line) => line.endsWith('payment_received')), 2) // prettier-ignore
    assert.deepEqual((await world.read(() => checkLedger())).differences, [])
    assert.deepEqual(await complaints(world), [])
    const [ours, theirs] = await cashOnBothSides(world)
    assert.closeTo(Number(ours), Number(theirs.split('.')[0]) * 100 + Number(theirs.split('.')[1]!.slice(0, 2)), 1) // prettier-ignore

    await world.on('2026-04-15')
    await refundCoins(world, { paymentId: (await world.payments()).at(-1)!.id, invoiceId: invoice.id })
    await world.settle()
    const [asked] = await world.sandbox.mail({ to: ada.email, subject: 'Tell us where to send' })
    const link = /http\S+\/pull-payments\/\w+/.exec(asked!.text)![0]
    const kept = await world.read(() =>
      db.selectFrom('messages').selectAll().where('kind', '=', 'refund_to_claim').executeTakeFirstOrThrow()
    )
    assert.notInclude(JSON.stringify(kept), link)
    await claimAt(world, link)
    await world.until(async () => (await world.countFacts('refund.succeeded')) === 1)
    assert.lengthOf(await world.sandbox.mail({ to: ada.email, subject: 'on its way back' }), 1)
    assert.deepEqual((await world.read(() => checkLedger())).differences, [])
  })
})
