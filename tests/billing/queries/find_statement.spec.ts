import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { addDays } from '#app/shared/time/calendar'
import { chart, credit, debit, listBalances, PostEntries } from '#app/ledger/index'
import { VoidInvoice } from '#app/billing/index'
import { findStatement } from '#app/billing/queries/find_statement'
import { buy, openShop, pay } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const statementOf = async (tenant: Tenant, customerId: string, from: string, to: string) =>
  (await as(tenant, () => findStatement({ customerId, from, to })))!.statements

test.group('Statement of account', () => {
  test('opens with what was owed, lists what changed it, closes with what is owed', async ({ assert }) => {
    const tenant = await createTenant({ at: '2026-03-10T12:00:00Z' })
    const { planId } = await openShop(tenant)
    const customerId = await addAda(tenant)
    await buy(tenant, planId, { customerId, unitAmount: 1000n })
    await freezeClock(tenant, '2026-03-20T12:00:00Z')
    const second = await buy(tenant, planId, { customerId, unitAmount: 2000n })
    const third = await buy(tenant, planId, { customerId, unitAmount: 500n })
    await pay(tenant, second.invoiceId)
    await freezeClock(tenant, '2026-03-25T12:00:00Z')
    await as(tenant, async () =>
      (await app.container.make(VoidInvoice)).execute({ invoiceId: third.invoiceId, reason: 'mistake' })
    )

    const [march] = await statementOf(tenant, customerId, '2026-03-15', '2026-03-31')
    assert.equal(march!.opening, 1190n)
    assert.deepEqual(march!.lines.map(({ on, kind, reference, amount, balance }) => [on, kind, reference, Number(amount), Number(balance)]), [
      ['2026-03-20', 'invoice_issued', 'INV-000002', 2380, 3570],
      ['2026-03-20', 'invoice_issued', 'INV-000003', 595, 4165],
      ['2026-03-20', 'payment_received', 'Cards', -2380, 1785],
      ['2026-03-25', 'invoice_voided', 'INV-000003', -595, 1190],
    ]) // prettier-ignore
    assert.deepEqual([march!.charges, march!.credits, march!.closing], [2975n, 2975n, 1190n])
    const [april] = await statementOf(tenant, customerId, '2026-04-01', '2026-04-30')
    assert.deepEqual([april!.opening, april!.lines, april!.closing], [1190n, [], 1190n])
    assert.isNull(
      await as(tenant, () => findStatement({ customerId: newId(), from: '2026-03-01', to: '2026-03-31' }))
    )
    assert.isNull(
      await as(tenant, async () =>
        findStatement({
          customerId: await addAda(await createTenant()),
          from: '2026-03-01',
          to: '2026-03-31',
        })
      )
    )
  })

  test('opening and moves make the closing balance, and one statement goes on where the last one ended', async ({
    assert,
  }) => {
    const move = fc.record({ day: fc.integer({ min: 0, max: 30 }), amount: fc.integer({ min: -9999, max: 9999 }).filter((amount) => amount !== 0), isBalance: fc.boolean() }) // prettier-ignore
    for (const moves of fc.sample(fc.array(move, { minLength: 1, maxLength: 8 }), 4)) {
      const tenant = await createTenant({ at: '2026-04-15T12:00:00Z' })
      const customerId = await addAda(tenant)
      await as(tenant, async () =>
        (await app.container.make(PostEntries)).execute(
          moves.map(({ day, amount, isBalance }) => {
            const account = isBalance ? chart.customerBalance(customerId) : chart.receivable(customerId)
            const value = money(BigInt(amount), 'EUR')
            return {
              kind: 'story',
              causeId: newId(),
              bookedOn: addDays('2026-03-01', day),
              postings: [debit(account, value), credit(chart.revenue('other'), value)],
            }
          })
        )
      )
      const cut = addDays('2026-03-01', moves[0]!.day)
      const [first] = await statementOf(tenant, customerId, '2026-03-01', cut)
      const [second] = await statementOf(tenant, customerId, addDays(cut, 1), '2026-04-15')
      for (const { opening, lines, closing } of [first!, second!]) {
        assert.equal(
          lines.reduce((sum, { amount }) => sum + amount, opening),
          closing
        )
      }
      assert.equal(second!.opening, first!.closing)
      const ledger = await as(tenant, () => listBalances({ customerId }))
      assert.equal(
        second!.closing,
        ledger.reduce((sum, { balance }) => sum + balance.amount, 0n)
      )
    }
  })
})
