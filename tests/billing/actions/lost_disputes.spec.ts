import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { SettleLostDispute } from '#app/billing/index'
import { listBalances } from '#app/ledger/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { books, dispute, paid, type PaidServer } from '#tests/support/paid_server'
import { useSandbox } from '#tests/support/sandbox'
import { as, setPolicies } from '#tests/support/tenants'

const policies = { collectionDays: [3] }

/** How things stand after a dispute: its loss, the invoice, the tax that is owed to the state, and the customer's balance. */
async function standing(world: PaidServer) {
  const { tenant, invoiceId } = world
  const balances = await as(tenant, listBalances)
  const of = (code: string) => balances.find((each) => each.code.startsWith(code))?.balance.amount ?? 0n
  const [invoice, found] = await as(tenant, () =>
    inReadTransaction(() =>
      Promise.all([
        db.selectFrom('invoices').select(['status', 'amount_due']).where('id', '=', invoiceId).executeTakeFirstOrThrow(),
        db.selectFrom('disputes').select(['status', 'loss_treatment']).executeTakeFirstOrThrow(),
      ])
    )
  )
  const { owed, differences } = await books(world)
  return {
    dispute: `${found.status} ${found.loss_treatment}`,
    invoice: `${invoice.status} ${invoice.amount_due}`,
    loss: of('chargebacks'),
    tax: of('tax_payable') < 0n ? -of('tax_payable') : of('tax_payable'),
    balance: owed,
    differences,
  }
} // prettier-ignore

test.group('A lost dispute and its invoice', (group) => {
  const sandbox = useSandbox(group)

  test('by policy {lostDisputes}: the invoice is {invoice}, the loss {loss}, the tax {tax}')
    .with([
      { lostDisputes: 'loss', dispute: 'lost null', invoice: 'paid 0', loss: 1667n, tax: 266n },
      { lostDisputes: 'owed', dispute: 'lost owed', invoice: 'open 1667', loss: 0n, tax: 266n },
      { lostDisputes: 'credited', dispute: 'lost credited', invoice: 'paid 0', loss: 0n, tax: 0n },
    ])
    .run(async ({ assert }, { lostDisputes, ...expected }) => {
      const world = await paid(sandbox())
      await setPolicies(world.tenant, { ...policies, lostDisputes })
      const decide = await dispute(world)
      await decide('lost')
      assert.deepEqual(await standing(world), { ...expected, balance: 0n, differences: [] })
    })

  test('staff decide once what is a loss; won on appeal afterwards, the money pays what is owed again', async ({
    assert,
  }) => {
    const world = await paid(sandbox())
    await setPolicies(world.tenant, policies)
    const decide = await dispute(world)
    const settleLost = await app.container.make(SettleLostDispute)
    await decide('lost')
    const found = await as(world.tenant, () =>
      inReadTransaction(() => db.selectFrom('disputes').select('id').executeTakeFirstOrThrow())
    )
    const treat = () => as(world.tenant, () => settleLost.execute({ disputeId: found.id, treatment: 'owed' }))
    const treated = [await treat(), await treat()]
    assert.deepEqual(treated.map((each) => (each.ok ? 'ok' : each.error.type)), ['ok', 'not_lost'])
    const owed = { dispute: 'lost owed', invoice: 'open 1667', loss: 0n, tax: 266n, balance: 0n, differences: [] }
    assert.deepEqual(await standing(world), owed)
    await decide('appeal')
    assert.deepEqual(await standing(world), { ...owed, dispute: 'needs_response owed' })
    await decide('won')
    assert.deepEqual(await standing(world), { ...owed, dispute: 'won null', invoice: 'paid 0' })
    assert.equal((await books(world)).cash, 1667n)
  }) // prettier-ignore
})
