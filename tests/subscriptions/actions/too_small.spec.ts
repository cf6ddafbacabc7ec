import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { RemoveMethod } from '#app/payments/index'
import { checkLedger } from '#app/ledger/index'
import { db } from '#app/shared/database/db'
import { addAda } from '#tests/support/customers'
import {
  buy,
  factsAbout,
  invoicesOf,
  live,
  openShop,
  pay,
  subscriptionSeen,
  write,
} from '#tests/support/billing'
import { saveCard } from '#tests/support/method'
import { connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

test.group('A service that costs less than a gateway charges', (group) => {
  const sandbox = useSandbox(group)

  test('day 0 pays by transfer, then 0.38 a month: runs on, is charged every second month, and hears nothing', async ({
    assert,
  }) => {
    const { tenant, customerId, subscriptionId } = await start('2026-03-10T12:00:00Z')
    await saveCard({ tenant, customerId }, sandbox())
    const seen = new Set<string>()
    const eachDay = async () => void seen.add((await subscriptionSeen(tenant, subscriptionId)).status)
    await live(tenant, { from: '2026-04-09', until: '2026-04-17', eachDay })
    await live(tenant, { from: '2026-05-03', until: '2026-05-09', eachDay })
    const [, april] = await invoicesOf(tenant, customerId)
    assert.deepEqual([april!.status, april!.amount_due, april!.next_attempt_at], ['open', 38n, null])
    assert.deepEqual((await factsAbout(tenant, april!.id)).filter((name) => name !== 'invoice.issued'), ['invoice.carried'])
    await live(tenant, { from: '2026-05-10', until: '2026-05-11', eachDay })
    assert.deepEqual((await invoicesOf(tenant, customerId)).map(({ status }) => status), ['paid', 'paid', 'paid'])
    assert.deepEqual([...seen], ['active'])
    assert.isTrue((await write(tenant, () => checkLedger())).isClean)
  }).timeout(180_000) // prettier-ignore

  test('unpaid without a method it stops; a card that is saved brings it back, and when that is gone its days begin anew', async ({
    assert,
  }) => {
    const { tenant, customerId, subscriptionId } = await start('2026-03-10T12:00:00Z')
    await live(tenant, { from: '2026-04-09', until: '2026-04-16' })
    const status = async () => (await subscriptionSeen(tenant, subscriptionId)).status
    assert.equal(await status(), 'suspended')
    const cardId = await saveCard({ tenant, customerId }, sandbox())
    await settle(tenant)
    assert.equal(await status(), 'active')
    await freezeClock(tenant, '2026-05-01T12:00:00Z')
    await settle(tenant)
    assert.equal(await status(), 'active')
    const removing = await app.container.make(RemoveMethod)
    await as(tenant, () => removing.execute({ customerId, paymentMethodId: cardId }))
    await live(tenant, { from: '2026-05-01', until: '2026-05-05' })
    assert.equal(await status(), 'past_due')
    await live(tenant, { from: '2026-05-06', until: '2026-05-06' })
    assert.equal(await status(), 'suspended')
  }).timeout(180_000)

  async function start(at: string) {
    const tenant = await createTenant({ at })
    const { planId } = await openShop(tenant)
    await write(tenant, () => db.deleteFrom('gateways').execute())
    await connectStripe(tenant, sandbox())
    const customerId = await addAda(tenant)
    const { invoiceId, subscriptionIds } = await buy(tenant, planId, { customerId, unitAmount: 32n })
    await pay(tenant, invoiceId)
    return { tenant, customerId, subscriptionId: subscriptionIds[0]! }
  }
})
