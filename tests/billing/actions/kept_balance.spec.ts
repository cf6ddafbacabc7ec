import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { AdjustBalance } from '#app/billing/actions/adjust_balance'
import { ChangeBalanceSettings } from '#app/billing/actions/change_balance_settings'
import { readCustomerBalance } from '#app/ledger/index'
import type { Tenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { buy, invoicesOf, openShop } from '#tests/support/billing'
import { request, startService } from '#tests/support/changes'
import { addAda } from '#tests/support/customers'
import { settle } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

interface Owner {
  tenant: Tenant
  customerId: string
}

async function give({ tenant, customerId }: Owner, amount: bigint): Promise<void> {
  const adjust = await app.container.make(AdjustBalance)
  const given = await as(tenant, () =>
    adjust.execute({ customerId, amount, reason: 'Sorry', requestKey: null })
  )
  if (!given.ok) throw new Error(given.error.type)
}

async function say({ tenant, customerId }: Owner, paysInvoices: boolean): Promise<void> {
  const change = await app.container.make(ChangeBalanceSettings)
  const changed = await as(tenant, () => change.execute(customerId, { paysInvoices, topUp: null }))
  if (!changed.ok) throw new Error(changed.error.type)
}

async function balanceOf({ tenant, customerId }: Owner): Promise<bigint> {
  const read = () => inReadTransaction(() => readCustomerBalance({ customerId, currency: 'EUR' }))
  return (await as(tenant, read)).amount
}

test.group('A balance that pays nothing without being asked', () => {
  for (const [paysInvoices, status, left] of [
    [true, 'paid', 333n],
    [false, 'open', 2000n],
  ] as const)
    test(`the first invoice of an order: ${status}`, async ({ assert }) => {
      const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
      const { planId } = await openShop(tenant)
      const owner = { tenant, customerId: await addAda(tenant) }
      await give(owner, 2000n)
      await say(owner, paysInvoices)
      await buy(tenant, planId, owner)
      const [invoice] = await invoicesOf(tenant, owner.customerId)
      assert.equal(invoice!.status, status)
      // What is left is collected like any other invoice.
      assert.equal(invoice!.next_attempt_at !== null, status === 'open')
      await settle(tenant)
      assert.equal((await invoicesOf(tenant, owner.customerId))[0]!.status, status)
      assert.equal(await balanceOf(owner), left)
    })

  for (const [paysInvoices, status] of [
    [true, 'paid'],
    [false, 'open'],
  ] as const)
    test(`a change that is asked for: ${status}`, async ({ assert }) => {
      const running = await startService('2026-03-01T12:00:00Z')
      await give(running, 5000n)
      await say(running, paysInvoices)
      const asked = await request(running, { planId: running.plan('vps-m') })
      if (!asked.ok) return assert.fail(asked.error.type)
      await settle(running.tenant)
      const invoice = (await invoicesOf(running.tenant, running.customerId)).find(
        ({ kind }) => kind === 'change'
      )!
      assert.equal(invoice.status, status)
      assert.equal(await balanceOf(running), status === 'open' ? 5000n : 5000n - invoice.total)
    })

  test('an order has its own invoice collected and no other', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    await buy(tenant, planId, { customerId })
    await settle(tenant)
    const [before] = await invoicesOf(tenant, customerId)
    await buy(tenant, planId, { customerId })
    const [first, second] = await invoicesOf(tenant, customerId)
    assert.deepEqual(first!.next_attempt_at, before!.next_attempt_at)
    assert.equal(second!.next_attempt_at?.toISOString(), '2026-03-10T12:00:00.000Z')
  })
})
