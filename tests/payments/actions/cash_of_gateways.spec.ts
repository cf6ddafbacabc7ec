import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { findGateway, saveGateway } from '#app/payments/records/gateways'
import { as, createTenant } from '#tests/support/tenants'
import { connectStripe } from '#tests/support/payments'
import type { Sandbox } from '#tests/support/sandbox'

// Connecting asks nothing of it.
const nowhere = { url: 'http://127.0.0.1:1' } as Sandbox

test.group('Cash in the books', () => {
  test('is one account for each gateway, named once, in each tenant anew', async ({ assert }) => {
    const [one, other] = [await createTenant(), await createTenant()]
    const ids = [await connectStripe(one, nowhere), await connectStripe(one, nowhere)]
    const foreign = await connectStripe(other, nowhere)
    const codeOf = (id: string) => inReadTransaction(async () => (await findGateway(id))?.ledgerCode)
    assert.deepEqual(await as(one, async () => [await codeOf(ids[0]!), await codeOf(ids[1]!)]), [
      'stripe',
      'stripe_2',
    ])
    assert.equal(await as(other, () => codeOf(foreign)), 'stripe')
    await as(one, () =>
      inTransaction(async () => {
        await db.updateTable('gateways').set({ ledger_code: 'mine' }).where('id', '=', ids[1]!).execute()
        await saveGateway({ ...(await findGateway(ids[1]!))!, name: 'Cards abroad' })
      })
    )
    assert.equal(await as(one, () => codeOf(ids[1]!)), 'stripe_2')
  })
})
