import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { checkLedger, listBalances } from '#app/ledger/index'
import { SettleGateway } from '#app/payments/actions/settle_gateway'
import { differencesOf } from '#app/payments/domain/settlement_comparison'
import { findSettlementState } from '#app/payments/records/settlements'
import { BeginInvoicePayment } from '#app/payments/index'
import { eventually } from '#tests/sandbox/sandbox_process'
import { addAda } from '#tests/support/customers'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs, settle } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

async function run(tenant: Tenant, gatewayId: string) {
  const action = await app.container.make(SettleGateway)
  const settled = await as(tenant, () => action.execute({ gatewayId }))
  if (!settled.ok) throw new Error(JSON.stringify(settled.error))
  return settled.value
}

async function balancesOf(tenant: Tenant): Promise<Record<string, bigint>> {
  const balances = await as(tenant, () => listBalances())
  return Object.fromEntries(
    balances
      .filter(({ balance }) => balance.amount !== 0n)
      .map(({ code, balance }) => [`${code} ${balance.currency}`, balance.amount])
  )
}

async function differences(tenant: Tenant, gatewayId: string) {
  const state = await as(tenant, () => inReadTransaction(() => findSettlementState(gatewayId)))
  return state!.comparison.map((each) => ({ currency: each.currency, ...differencesOf(each) }))
}

test.group('Settlement of a gateway', (group) => {
  const sandbox = useSandbox(group)

  async function pay(tenant: Tenant, customerId: string, amount: bigint, currency = 'EUR'): Promise<string> {
    const invoiceId = await addInvoice(tenant, customerId, { amount, currency })
    const begin = await app.container.make(BeginInvoicePayment)
    const begun = await as(tenant, () => begin.execute({ invoiceId, customerId }))
    if (!begun.ok) throw new Error(begun.error.type)
    await sandbox().confirm(begun.value.form!.clientSecret)
    return begun.value.payment.id
  }

  /** Stripe books what was captured a moment after its answer. */
  const booked = (count: number) =>
    eventually(
      () => sandbox().state<{ balance_transactions: object[] }>('stripe'),
      (state) => state.balance_transactions.length >= count
    )

  test('fees are booked once, a payout goes by in flight to the bank and may come back, to the cent', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const ada = await addAda(tenant)
    const gatewayId = await connectStripe(tenant, sandbox())
    await pay(tenant, ada, 1401n)
    await pay(tenant, ada, 599n)
    // Nothing was heard of either: the look itself finds that they were taken.
    await booked(2)
    assert.deepEqual(await run(tenant, gatewayId), { movements: 2, unmatched: 0 })
    await runQueuedJobs()
    const fees = 46n + 34n
    assert.deepInclude(await balancesOf(tenant), {
      'cash:stripe EUR': 2000n - fees,
      'gateway_fees EUR': fees,
    })
    assert.deepEqual(await differences(tenant, gatewayId), [{ currency: 'EUR', untold: 0n, unexplained: 0n }])

    assert.deepEqual(await run(tenant, gatewayId), { movements: 0, unmatched: 0 }, 'the same window again')
    const { payouts } = await sandbox().control<{ payouts: { id: string }[] }>(
      '/_stripe/payouts?pending=true'
    )
    await run(tenant, gatewayId)
    assert.deepInclude(await balancesOf(tenant), { 'in_flight:stripe EUR': 1920n, 'gateway_fees EUR': fees })
    await sandbox().control(`/_stripe/payouts/${payouts[0]!.id}/arrive`)
    await run(tenant, gatewayId)
    const atBank = await balancesOf(tenant)
    assert.equal(atBank['cash:bank_transfer EUR'], 1920n)
    assert.isUndefined(atBank['cash:stripe EUR'])
    await sandbox().control(`/_stripe/payouts/${payouts[0]!.id}/fail`)
    await run(tenant, gatewayId)
    const back = await balancesOf(tenant)
    assert.deepEqual(
      [back['cash:stripe EUR'], back['in_flight:stripe EUR'], back['cash:bank_transfer EUR']],
      [1920n, undefined, undefined]
    )
    assert.deepEqual(await differences(tenant, gatewayId), [{ currency: 'EUR', untold: 0n, unexplained: 0n }])
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
    await settle(tenant)
  })
})
