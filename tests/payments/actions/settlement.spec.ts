import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { checkLedger, listBalances, listTotals } from '#app/ledger/index'
import { AnswerMovement, LookUpMovement } from '#app/payments/actions/answer_movement'
import { SettleGateway } from '#app/payments/actions/settle_gateway'
import { differencesOf } from '#app/payments/domain/settlement_comparison'
import { listMovements } from '#app/payments/queries/list_movements'
import { findSettlementState } from '#app/payments/records/settlements'
import { BeginInvoicePayment } from '#app/payments/index'
import { listAttention } from '#app/reporting/queries/list_attention'
import { eventually } from '#tests/sandbox/sandbox_process'
import { keep } from '#tests/support/exchange_rates'
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

  /** A payment that somebody made at the gateway itself. */
  const payThere = (amount: number) =>
    sandbox().stripe('POST', '/v1/payment_intents', {
      amount: String(amount),
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: 'true',
      capture_method: 'automatic',
      'automatic_payment_methods[enabled]': 'true',
      'automatic_payment_methods[allow_redirects]': 'never',
    })

  test('two looks at once, and one after a run that was killed before it came to its end, book once', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const gatewayId = await connectStripe(tenant, sandbox())
    await pay(tenant, await addAda(tenant), 1401n)
    await booked(1)
    await Promise.all([run(tenant, gatewayId), run(tenant, gatewayId), run(tenant, gatewayId)])
    // Everything was taken down, and how far it came was not.
    await as(tenant, () =>
      inTransaction(() => db.updateTable('gateway_settlements').set({ settled_until: null }).execute())
    )
    assert.deepEqual(await run(tenant, gatewayId), { movements: 0, unmatched: 0 })
    assert.deepInclude(await balancesOf(tenant), { 'cash:stripe EUR': 1355n, 'gateway_fees EUR': 46n })
    assert.deepEqual(await differences(tenant, gatewayId), [{ currency: 'EUR', untold: 0n, unexplained: 0n }])
  })

  test('a payment that nobody knows waits for a person, who books it; then books and account agree', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const gatewayId = await connectStripe(tenant, sandbox())
    await payThere(2000)
    assert.deepEqual(await run(tenant, gatewayId), { movements: 1, unmatched: 1 })
    assert.deepEqual(await balancesOf(tenant), {}, 'nothing is booked that nobody understood')
    assert.deepEqual(
      (await as(tenant, () => listAttention())).map(({ kind }) => kind),
      ['movement_unmatched']
    )
    const { rows } = await as(tenant, () =>
      listMovements({
        gatewayId,
        status: 'unmatched',
        countsOn: null,
        payoutReference: null,
        before: null,
        size: 5,
      })
    )
    const lookUp = await app.container.make(LookUpMovement)
    const looked = await as(tenant, () => lookUp.execute({ movementId: rows[0]!.id }))
    assert.equal(
      looked.ok ? looked.value.problem : '',
      'unknown_object',
      'the gateway says that it is not ours'
    )
    const answer = await app.container.make(AnswerMovement)
    const said = { movementId: rows[0]!.id, answer: 'difference', note: 'Paid by telephone' } as const
    assert.equal((await as(tenant, () => answer.execute(said))).ok, true)
    const again = await as(tenant, () => answer.execute(said))
    assert.equal(again.ok ? '' : again.error.type, 'not_unmatched')
    const state = await as(tenant, () => inReadTransaction(() => findSettlementState(gatewayId)))
    assert.deepEqual(
      state!.comparison,
      [{ currency: 'EUR', stated: '1945', known: '1945', booked: '1945', unmatched: '0', awaited: '0' }],
      'what was said is in the comparison at once'
    )
    await run(tenant, gatewayId)
    assert.deepEqual(await balancesOf(tenant), {
      'cash:stripe EUR': 1945n,
      'settlement_differences EUR': -1945n,
    })
    assert.deepEqual(await differences(tenant, gatewayId), [{ currency: 'EUR', untold: 0n, unexplained: 0n }])
    assert.deepEqual(
      (await as(tenant, () => listAttention())).map(({ kind }) => kind),
      []
    )
  })

  test('what the gateway exchanged leaves nothing of what was paid, and the difference in fx_gain_loss', async ({
    assert,
  }) => {
    await sandbox().control('/_stripe/settlement?currency=eur')
    const tenant = await createTenant()
    await keep(tenant, { USD: '1.0850' }, '2026-02-27')
    const gatewayId = await connectStripe(tenant, sandbox())
    await pay(tenant, await addAda(tenant, { currency: 'USD' }), 1085n, 'USD')
    await booked(1)
    await run(tenant, gatewayId)
    const books = await balancesOf(tenant)
    assert.isUndefined(books['cash:stripe USD'])
    assert.deepEqual([books['cash:stripe EUR'], books['gateway_fees EUR']], [958n, 40n])
    const reported = await as(tenant, () => listTotals({ to: '2026-12-31' }))
    const gain = reported
      .filter(({ code }) => code === 'fx_gain_loss')
      .reduce((sum, line) => sum + line.reportingDebit - line.reportingCredit, 0n)
    assert.equal(gain, 2n, 'booked as €10.00, exchanged to €9.98')
    assert.deepEqual(
      (await differences(tenant, gatewayId)).map(({ unexplained }) => unexplained),
      [0n, 0n]
    )
    assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
  })

  test('a gateway that does not answer is asked again later, and nothing is forgotten', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const gatewayId = await connectStripe(tenant, sandbox(), { timeoutMs: 300 })
    await sandbox().fault('stripe', 'rate_limited', { times: 9, route: 'GET /v1/payouts' })
    const action = await app.container.make(SettleGateway)
    const refused = await as(tenant, () => action.execute({ gatewayId }))
    assert.equal(refused.ok ? '' : refused.error.type, 'not_answered')
    const state = await as(tenant, () => inReadTransaction(() => findSettlementState(gatewayId)))
    assert.deepInclude(state, { failures: 1, settledUntil: null })
    await sandbox().clearFaults()
    await run(tenant, gatewayId)
    assert.equal(
      (await as(tenant, () => inReadTransaction(() => findSettlementState(gatewayId))))!.failures,
      0
    )
  })
})
