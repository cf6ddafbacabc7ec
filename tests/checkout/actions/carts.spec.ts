import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { UpdatePlan } from '#app/catalogue/actions/update_plan'
import { ChangeCart } from '#app/checkout/actions/change_cart'
import { ClaimCart } from '#app/checkout/actions/claim_cart'
import { PriceCart } from '#app/checkout/actions/price_cart'
import type { Tenant } from '#app/shared/database/context'
import { planCalled, stockShop, wishFor } from '#tests/support/catalogue'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'

function add(tenant: Tenant, cartId: string | null, planId: string, options = {}) {
  return as(tenant, async () => {
    const change = await app.container.make(ChangeCart)
    return change.add({ cartId, currency: 'EUR', item: wishFor(planId, options) })
  })
}

function claim(tenant: Tenant, cartId: string | null, customerId: string) {
  return as(tenant, async () => (await app.container.make(ClaimCart)).execute({ cartId, customerId }))
}

test.group('A cart', () => {
  test("of a guest joins the customer's own, and is priced in the customer's currency", async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const planId = planCalled(await stockShop(tenant), 'vps-s')
    const customerId = await addAda(tenant, { currency: 'USD' })
    const earlier = await add(tenant, null, planId)
    await claim(tenant, earlier.ok ? earlier.value.id : null, customerId)
    const guest = await add(tenant, null, planId)
    const claimed = await claim(tenant, guest.ok ? guest.value.id : null, customerId)
    assert.equal(claimed?.items.length, 2)
    assert.equal(claimed?.currency, 'USD')
    assert.equal((await claim(tenant, guest.ok ? guest.value.id : null, customerId))?.items.length, 2)
  })

  test('of another customer is not taken, whatever names it', async ({ assert }) => {
    const tenant = await createTenant()
    const planId = planCalled(await stockShop(tenant), 'vps-s')
    const [ada, brook] = [await addAda(tenant), await addAda(tenant)]
    const cart = await add(tenant, null, planId)
    const cartId = cart.ok ? cart.value.id : null
    await claim(tenant, cartId, ada)
    assert.isNull(await claim(tenant, cartId, brook))
  })

  test('names what is no longer sold instead of dropping it', async ({ assert }) => {
    const tenant = await createTenant()
    const planId = planCalled(await stockShop(tenant), 'vps-s')
    const cart = await add(tenant, null, planId)
    await as(tenant, async () => {
      await (await app.container.make(UpdatePlan)).execute(planId, { status: 'archived' })
      const priced = await (await app.container.make(PriceCart)).execute({ cartId: cart.ok ? cart.value.id : '', country: null })
      assert.lengthOf(priced!.refused, 1)
      assert.isNull(priced!.draft)
    }) // prettier-ignore
  })

  test('takes twenty servers and no more, and nothing that cannot be bought', async ({ assert }) => {
    const tenant = await createTenant()
    const planId = planCalled(await stockShop(tenant), 'vps-s')
    const first = await add(tenant, null, planId)
    const cartId = first.ok ? first.value.id : null
    assert.deepInclude(await add(tenant, cartId, planId, { ipv4: -1 }), { ok: false })
    assert.deepInclude(await add(tenant, cartId, planId, { location: 'moon' }), { ok: false })
    for (let count = 1; count < 20; count += 1) assert.isTrue((await add(tenant, cartId, planId)).ok)
    assert.deepInclude(await add(tenant, cartId, planId), { ok: false, error: { type: 'cart_full' } })
  })
})
