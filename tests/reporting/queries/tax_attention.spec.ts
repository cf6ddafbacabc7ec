import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { SaveTaxProfile } from '#app/billing/index'
import { ConfirmTaxId } from '#app/billing/actions/confirm_tax_id'
import { UpdateCustomer } from '#app/customers/index'
import { listAttention } from '#app/reporting/index'
import { buy, openShop } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

/** A German seller of one plan. */
async function scene() {
  const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
  const { planId } = await openShop(tenant)
  await as(tenant, async () => {
    await (await app.container.make(SaveTaxProfile)).execute({
      country: 'DE', taxId: 'DE123456789', isSmallBusiness: false, smallBusinessNote: null, isOverEuThreshold: false,
      pricesIncludeTax: false, taxRounding: 'line',
    }) // prettier-ignore
  })
  return { tenant, planId }
}

/** The alarms about taxes of one kind, with what they name. */
async function alarms(tenant: Tenant, kind: string): Promise<string[]> {
  const found = (await as(tenant, () => listAttention())).find((attention) => attention.kind === kind)
  return (found?.examples ?? []).map(({ label, at }) => `${label} ${at?.toISOString().slice(0, 10) ?? 'now'}`)
}

test.group('Ids confirmed by hand on the overview', () => {
  test('named from 14 days before their end on, where something is still billed, until they are confirmed again', async ({
    assert,
  }) => {
    const { tenant, planId } = await scene()
    const [customerId, onlooker] = [await addAda(tenant), await addAda(tenant)]
    const confirm = (id: string) =>
      as(tenant, async () => {
        const proof = { customerId: id, userId: id, proof: 'Letter of HMRC' }
        await (await app.container.make(ConfirmTaxId)).execute(proof)
      })
    for (const id of [customerId, onlooker]) {
      await as(tenant, async () => {
        const ours = { country: 'GB', tax_id: 'GB123456789' }
        await (await app.container.make(UpdateCustomer)).execute(id, ours)
      })
      await settle(tenant)
      await confirm(id)
    }
    await buy(tenant, planId, { customerId })
    const named = () => alarms(tenant, 'tax_id_lapsing')
    await freezeClock(tenant, '2026-04-16T08:59:00Z')
    assert.deepEqual(await named(), [])
    await freezeClock(tenant, '2026-04-16T09:00:00Z')
    assert.deepEqual(await named(), ['Ada Lindgren · GB123456789 2026-04-30'])
    await freezeClock(tenant, '2026-06-01T09:00:00Z')
    assert.deepEqual(await named(), ['Ada Lindgren · GB123456789 2026-04-30'])
    await confirm(customerId)
    assert.deepEqual(await named(), [])
  })
})
