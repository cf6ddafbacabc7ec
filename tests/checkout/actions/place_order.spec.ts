import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { loadCatalogue } from '#app/catalogue/index'
import { ReplacePrice } from '#app/catalogue/actions/replace_price'
import { MakeQuote } from '#app/checkout/actions/make_quote'
import { PlaceOrder } from '#app/checkout/actions/place_order'
import { AddSshKey } from '#app/customers/actions/add_ssh_key'
import { RemoveSshKey } from '#app/customers/actions/remove_ssh_key'
import { listOrderLines } from '#app/checkout/records/orders'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { addAda } from '#tests/support/customers'
import { planCalled, stockShop, wishFor } from '#tests/support/catalogue'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const month = { unit: 'month' as const, count: 1 }

async function completeAddress(customerId: string): Promise<void> {
  await inTransaction(() =>
    db
      .updateTable('customers')
      .set({ street: 'Hauptstr. 1', city: 'Berlin', postal_code: '10115' })
      .where('id', '=', customerId)
      .execute()
  )
}

/** A shop, a customer who may order, and a quote for one server. */
async function prepare() {
  const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
  const planId = planCalled(await stockShop(tenant), 'vps-m')
  const customerId = await addAda(tenant)
  const quoteId = await as(tenant, async () => {
    await completeAddress(customerId)
    const makeQuote = await app.container.make(MakeQuote)
    const items = [wishFor(planId, { ipv4: 1 })]
    const quote = await makeQuote.execute({ items, currency: 'EUR', country: 'DE', customerId })
    if (!quote.ok) throw new Error(JSON.stringify(quote.error))
    return quote.value.id
  })
  return { tenant, planId, customerId, quoteId }
}

function place(
  tenant: Tenant,
  change: {
    quoteId: string
    customerId: string
    hasAcceptedTerms?: boolean
    sshKeyIds?: (string | null)[]
  }
) {
  return as(tenant, async () => {
    const placeOrder = await app.container.make(PlaceOrder)
    return placeOrder.execute({
      userId: null,
      hasAcceptedTerms: true,
      ip: '203.0.113.9',
      userAgent: 'Test',
      ...change,
    })
  })
}

function raise(tenant: Tenant, planId: string) {
  return as(tenant, async () => {
    const replace = await app.container.make(ReplacePrice)
    return replace.execute(planId, { currency: 'EUR', interval: month, amount: 999n, setupAmount: 0n })
  })
}

function countOrders(tenant: Tenant): Promise<number> {
  return as(tenant, () =>
    inReadTransaction(async () => (await db.selectFrom('orders').select('id').execute()).length)
  )
}

test.group('PlaceOrder', () => {
  test('orders what was quoted, to the cent', async ({ assert }) => {
    const { tenant, quoteId, customerId } = await prepare()
    const result = await place(tenant, { quoteId, customerId })
    assert.isTrue(result.ok)
    if (!result.ok) return
    // 8.50 + 1.50; 19 % of each line is 1.615 and 0.285, rounded half away from zero.
    assert.equal(result.value.total, 1191n)
    assert.equal(result.value.status, 'reserving')
    const lines = await as(tenant, () => inReadTransaction(() => listOrderLines(result.value.id)))
    assert.deepEqual(lines.map(({ total, status }) => [total, status]), [[1191n, 'pending']]) // prettier-ignore
    assert.deepInclude(lines[0]!.content.spec, { ipv4Count: 2 })
  })

  test('keys that were chosen go with its line as they are; one of somebody else is refused, and nothing is ordered', async ({
    assert,
  }) => {
    const { tenant, quoteId, customerId } = await prepare()
    const add = (owner: string, text: string) =>
      as(tenant, async () => {
        const added = await (
          await app.container.make(AddSshKey)
        ).execute({ customerId: owner, name: 'Laptop', text })
        return added.ok ? added.value.id : added.error.type
      })
    const text = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@laptop'
    const own = await add(customerId, text)
    assert.equal(await add(customerId, `${text} again`), 'key_known')
    const foreign = await add(await addAda(tenant), text)
    for (const sshKeyIds of [[foreign], [own, null], [newId()]]) {
      const refused = await place(tenant, { quoteId, customerId, sshKeyIds })
      assert.equal(refused.ok ? 'ok' : refused.error.type, 'ssh_key_not_found')
    }
    assert.equal(await countOrders(tenant), 0)
    const placed = await place(tenant, { quoteId, customerId, sshKeyIds: [own, own] })
    assert.isTrue(placed.ok)
    const remove = (owner: string) =>
      as(tenant, async () => (await app.container.make(RemoveSshKey)).execute({ id: own, customerId: owner }))
    assert.isFalse((await remove(newId())).ok, 'somebody else removes nothing')
    assert.isTrue((await remove(customerId)).ok)
    const lines = await as(tenant, () =>
      inReadTransaction(() => listOrderLines(placed.ok ? placed.value.id : ''))
    )
    const publicKey = text.replace(' ada@laptop', '')
    assert.deepEqual(lines[0]!.content.sshKeys, [{ name: 'Laptop', publicKey }])
  })

  test('the same quote twice, and ten times at once, is one order', async ({ assert }) => {
    const { tenant, quoteId, customerId } = await prepare()
    const results = await Promise.all(
      Array.from({ length: 10 }, () => place(tenant, { quoteId, customerId }))
    )
    const again = await place(tenant, { quoteId, customerId })
    const ids = new Set([...results, again].map((result) => (result.ok ? result.value.id : 'refused')))
    assert.equal(ids.size, 1)
    assert.equal(await countOrders(tenant), 1)
    const events = await as(tenant, () =>
      inReadTransaction(() =>
        db.selectFrom('events').select('id').where('type', '=', 'order.placed').execute()
      )
    )
    assert.lengthOf(events, 1)
  })

  test('a quote is good for 24 hours', async ({ assert }) => {
    const { tenant, quoteId, customerId } = await prepare()
    await freezeClock(tenant, '2026-03-02T09:00:00Z')
    assert.deepInclude(await place(tenant, { quoteId, customerId }), {
      ok: false,
      error: { type: 'quote_expired' },
    })
    await freezeClock(tenant, '2026-03-02T08:59:59Z')
    assert.isTrue((await place(tenant, { quoteId, customerId })).ok)
  })

  test('a price that changed since is asked for again; one that did not touch the quote is not', async ({
    assert,
  }) => {
    const { tenant, quoteId, customerId, planId } = await prepare()
    await raise(tenant, planId)
    assert.deepInclude(await place(tenant, { quoteId, customerId }), {
      ok: false,
      error: { type: 'quote_outdated' },
    })
    const second = await prepare()
    const smaller = await as(second.tenant, async () => planCalled(await loadCatalogue(), 'vps-s'))
    await raise(second.tenant, smaller)
    assert.isTrue((await place(second.tenant, second)).ok)
  })

  test('a customer who moved is asked again: the tax may differ', async ({ assert }) => {
    const { tenant, quoteId, customerId } = await prepare()
    await as(tenant, () =>
      inTransaction(() =>
        db.updateTable('customers').set({ country: 'FR' }).where('id', '=', customerId).execute()
      )
    )
    assert.deepInclude(await place(tenant, { quoteId, customerId }), {
      ok: false,
      error: { type: 'quote_outdated' },
    })
  })

  test('refuses without terms, without an address, and for quotes that are not theirs', async ({
    assert,
  }) => {
    const { tenant, quoteId, customerId } = await prepare()
    const refused = (type: string) => ({ ok: false, error: { type } })
    assert.deepEqual(await place(tenant, { quoteId, customerId, hasAcceptedTerms: false }), refused('terms_not_accepted') as never) // prettier-ignore
    assert.deepEqual(
      await place(tenant, { quoteId: newId(), customerId }),
      refused('quote_not_found') as never
    )
    const brook = await addAda(tenant)
    assert.deepEqual(await place(tenant, { quoteId, customerId: brook }), refused('quote_not_found') as never)
    const stranger = await createTenant()
    assert.deepEqual(await place(stranger, { quoteId, customerId }), refused('quote_not_found') as never)
    await as(tenant, () =>
      inTransaction(() =>
        db.updateTable('customers').set({ street: null }).where('id', '=', customerId).execute()
      )
    )
    assert.deepEqual(await place(tenant, { quoteId, customerId }), refused('address_missing') as never)
    assert.equal(await countOrders(tenant), 0)
  })

  test('order numbers have no gaps, whatever was refused between', async ({ assert }) => {
    const { tenant, planId, customerId, quoteId } = await prepare()
    const first = await place(tenant, { quoteId, customerId })
    await place(tenant, { quoteId: newId(), customerId })
    const next = await as(tenant, async () =>
      (await app.container.make(MakeQuote)).execute({ items: [wishFor(planId)], currency: 'EUR', country: 'DE', customerId })
    ) // prettier-ignore
    const second = next.ok && (await place(tenant, { quoteId: next.value.id, customerId }))
    assert.isTrue(first.ok && second && second.ok && second.value.number === first.value.number + 1n)
  })

  test('what is charged by the hour needs a saved payment method', async ({ assert }) => {
    const { tenant, planId, customerId } = await prepare()
    const interval = { unit: 'hour' as const, count: 1 }
    const hourly = { hourAmount: '0.83', monthAtMost: 450n }
    const quoteId = await as(tenant, async () => {
      const replace = await app.container.make(ReplacePrice)
      await replace.execute(planId, { currency: 'EUR', interval, amount: 0n, setupAmount: 0n, hourly })
      const makeQuote = await app.container.make(MakeQuote)
      const items = [{ ...wishFor(planId), interval }]
      const quote = await makeQuote.execute({ items, currency: 'EUR', country: 'DE', customerId })
      if (!quote.ok) throw new Error(JSON.stringify(quote.error))
      return quote.value.id
    })
    const refused = await place(tenant, { quoteId, customerId })
    assert.deepEqual(refused.ok ? null : refused.error, { type: 'method_needed' })
    assert.equal(await countOrders(tenant), 0)
    await as(tenant, () => inTransaction(async () => {
      const gateway_id = newId()
      const at = '2026-03-01T09:00:00Z'
      await db.insertInto('gateways').values({ id: gateway_id, driver: 'stripe', name: 'Cards', secrets: '{}', created_at: at }).execute()
      await db.insertInto('payment_methods').values({ id: newId(), customer_id: customerId, gateway_id, kind: 'card', reference: 'pm_1', is_default: true, created_at: at }).execute()
    })) // prettier-ignore
    const placed = await place(tenant, { quoteId, customerId })
    assert.isTrue(placed.ok)
  })
})
