import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ReplacePrice } from '#app/catalogue/actions/replace_price'
import { UpdatePlan } from '#app/catalogue/actions/update_plan'
import { loadCatalogue } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { as, createTenant } from '#tests/support/tenants'

const month = { unit: 'month' as const, count: 1 }

test.group('ReplacePrice', () => {
  test('ends the old price and keeps it', async ({ assert }) => {
    const tenant = await createTenant()
    const before = await stockShop(tenant)
    const planId = planCalled(before, 'vps-s')
    await as(tenant, async () => {
      const replace = await app.container.make(ReplacePrice)
      const result = await replace.execute(planId, {
        currency: 'EUR',
        interval: month,
        amount: 480n,
        setupAmount: 0n,
      })
      assert.isTrue(result.ok)
      const after = await loadCatalogue()
      assert.notEqual(after.version, before.version)
      const plan = after.products[0]!.plans.find(({ id }) => id === planId)!
      const current = plan.prices.filter(
        ({ currency, interval }) => currency === 'EUR' && interval.unit === 'month'
      )
      assert.deepEqual(current.map(({ amount }) => amount), [480n]) // prettier-ignore
      const rows = await inReadTransaction(() =>
        db
          .selectFrom('prices')
          .select(['amount', 'replaced_at'])
          .where('plan_id', '=', planId)
          .where('currency', '=', 'EUR')
          .where('interval_unit', '=', 'month')
          .orderBy('id')
          .execute()
      )
      assert.deepEqual(rows.map(({ amount, replaced_at }) => [amount, replaced_at !== null]), [[450n, true], [480n, false]]) // prettier-ignore
    })
  })

  test('refuses currencies and plans that do not exist', async ({ assert }) => {
    const tenant = await createTenant()
    const planId = planCalled(await stockShop(tenant), 'vps-s')
    await as(tenant, async () => {
      const replace = await app.container.make(ReplacePrice)
      const price = { interval: month, amount: 1n, setupAmount: 0n }
      assert.deepInclude(await replace.execute(planId, { ...price, currency: 'ZZZ' }), { ok: false, error: { type: 'currency_unknown' } }) // prettier-ignore
      assert.deepInclude(await replace.execute(newId(), { ...price, currency: 'EUR' }), { ok: false, error: { type: 'plan_not_found' } }) // prettier-ignore
    })
  })

  test("a plan's other words to its panel stay; another tenant's plan is not there", async ({ assert }) => {
    const tenant = await createTenant()
    const planId = planCalled(await stockShop(tenant), 'vps-s')
    await as(tenant, async () => {
      const update = await app.container.make(UpdatePlan)
      const known = JSON.stringify({ package: 'VPS S', egg: 'Paper' })
      await inTransaction(() =>
        db.updateTable('plans').set({ panel_package: known }).where('id', '=', planId).execute()
      )
      assert.isTrue((await update.execute(planId, { panelPackage: 'VPS 1' })).ok)
      const { panel_package: kept } = await inReadTransaction(() =>
        db.selectFrom('plans').select('panel_package').where('id', '=', planId).executeTakeFirstOrThrow()
      )
      assert.deepEqual(kept, { package: 'VPS 1', egg: 'Paper' })
    })
    await as(await createTenant(), async () => {
      const update = await app.container.make(UpdatePlan)
      assert.deepInclude(await update.execute(planId, { status: 'archived' }), { ok: false })
    })
  })
})
