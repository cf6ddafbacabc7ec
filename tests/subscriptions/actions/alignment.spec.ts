import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { UpdateCustomer } from '#app/customers/index'
import { pool } from '#app/shared/database/pool'
import { forgetHosts } from '#app/shared/database/tenant_directory'
import { db } from '#app/shared/database/db'
import { buy, invoicesOf, live, pay, subscriptionSeen, write } from '#tests/support/billing'
import { preview, startService } from '#tests/support/changes'
import { wishFor } from '#tests/support/catalogue'
import { settle } from '#tests/support/settle'
import { as, freezeClock } from '#tests/support/tenants'

/** A first server from 1 March; a second one is quoted and bought on 10 March at noon. */
async function secondServer(setUp: (running: Awaited<ReturnType<typeof startService>>) => Promise<unknown>) {
  const running = await startService('2026-03-01T12:00:00Z')
  const { tenant, customerId, plan } = running
  await freezeClock(tenant, '2026-03-10T12:00:00Z')
  await setUp(running)
  const makeQuote = await app.container.make(MakeQuote)
  const wish = { items: [wishFor(plan('vps-m'))], currency: 'EUR', country: 'DE', customerId }
  const quote = await as(tenant, () => makeQuote.execute(wish))
  if (!quote.ok) throw new Error(quote.error.type)
  const { content } = quote.value
  const bought = await buy(tenant, plan('vps-m'), { customerId, content: content.items[0]! })
  return { ...running, quote: quote.value, secondId: bought.subscriptionIds[0]!, invoiceId: bought.invoiceId }
}

function setPolicies(tenantId: string, policies: object) {
  forgetHosts()
  return pool().query('update platform.tenants set policies = $2 where id = $1', [tenantId, JSON.stringify(policies)])
} // prettier-ignore

test.group('A second service, aligned to the customer’s day', () => {
  test('is quoted and charged in part, then renews with the first on one invoice', async ({ assert }) => {
    const { tenant, customerId, subscriptionId, quote, secondId, invoiceId } = await secondServer(
      ({ tenant }) => setPolicies(tenant.id, { newServices: 'customer_day', proration: 'days' })
    )
    // €8.50 for 22 of 31 days: 603.2…; then €8.50 a month. With 19 %: 603 + 115.
    assert.deepEqual([quote.subtotal, quote.total, quote.content.recurring[0]!.subtotal], [603n, 718n, '850'])
    const invoice = (await invoicesOf(tenant, customerId)).find(({ id }) => id === invoiceId)!
    assert.equal(invoice.total, quote.total)
    const second = await subscriptionSeen(tenant, secondId)
    assert.deepEqual(
      [second.started_on, second.renews_on, second.anchor_day],
      ['2026-03-10', '2026-04-01', 1]
    )
    assert.equal(second.recurring_amount, 850n)
    await pay(tenant, invoiceId)
    await settle(tenant)

    // Half-way to April an address is added for a part of a month, not of 22 days: €1.50 × 16 of 31 days.
    await freezeClock(tenant, '2026-03-16T12:00:00Z')
    const shown = await preview({ tenant, customerId, subscriptionId: secondId, plan: () => '' }, { options: { ipv4: 1 } }) // prettier-ignore
    if (!shown.ok) return assert.fail(shown.error.type)
    assert.deepEqual(shown.value.document!.lines.map(({ amount }) => amount), [-439n, 439n, 77n]) // prettier-ignore

    await live(tenant, { from: '2026-03-25', until: '2026-03-25' })
    const renewal = (await invoicesOf(tenant, customerId)).at(-1)!
    assert.deepEqual([renewal.kind, renewal.due_on], ['renewal', '2026-04-01'])
    const { rows } = await write(tenant, () =>
      sql<{ id: string }>`select subscription_id as id from subscription_periods where invoice_id = ${renewal.id}`.execute(db)
    ) // prettier-ignore
    assert.sameMembers(rows.map(({ id }) => id), [subscriptionId, secondId]) // prettier-ignore
  })

  test('a day that staff chose goes before the policy, which aligns nothing by default', async ({
    assert,
  }) => {
    const plain = await secondServer(async () => undefined)
    assert.equal(plain.quote.subtotal, 850n)
    assert.equal((await subscriptionSeen(plain.tenant, plain.secondId)).renews_on, '2026-04-10')
    const chosen = await secondServer(async ({ tenant, customerId }) => {
      const update = await app.container.make(UpdateCustomer)
      await as(tenant, () => update.execute(customerId, { alignment_day: 15 }))
    })
    assert.equal((await subscriptionSeen(chosen.tenant, chosen.secondId)).renews_on, '2026-03-15')
    assert.isBelow(Number(chosen.quote.subtotal), 200)
  })
})
