import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { checkLedger } from '#app/ledger/index'
import { AdvanceScheduledChanges } from '#app/subscriptions/actions/advance_scheduled_changes'
import { RaiseRenewalInvoices } from '#app/subscriptions/actions/raise_renewal_invoices'
import { ReplanInvoiceDays } from '#app/subscriptions/actions/replan_invoice_days'
import type { CancellationTime } from '#app/subscriptions/domain/cancellation'
import { CancelSubscription, findChange } from '#app/subscriptions/index'
import { invoicesOf, live, pay, subscriptionSeen, write } from '#tests/support/billing'
import { multiply, periodsOf, preview, request, type Running, startService } from '#tests/support/changes'
import { settle } from '#tests/support/settle'
import { as, freezeClock, setPolicies } from '#tests/support/tenants'

const year = { unit: 'year' as const, count: 1 }
/** In Berlin 1 May begins at 22:00 of UTC's 30 April, and 24 April, on which May is invoiced, two hours before as well. */
const [lastInstant, renewal] = ['2026-04-30T21:59:59.999Z', '2026-04-30T22:00:00.000Z']
const [beforeInvoicing, invoicing] = ['2026-04-23T21:59:59.999Z', '2026-04-23T22:00:00.000Z']

async function startPaidAhead(): Promise<Running> {
  const running = await startService('2026-04-01T10:00:00Z')
  await freezeClock(running.tenant, '2026-04-24T10:00:00Z')
  await settle(running.tenant)
  await payLast(running)
  return running
}

async function payLast({ tenant, customerId }: Running): Promise<void> {
  await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
  await settle(tenant)
}

async function cancel({ tenant, subscriptionId }: Running, when: CancellationTime) {
  const action = await app.container.make(CancelSubscription)
  return as(tenant, () => action.execute({ subscriptionId, when, reason: 'moving' }))
}

const raise = async ({ tenant }: Running) => {
  const action = await app.container.make(RaiseRenewalInvoices)
  return as(tenant, () => action.execute())
}

const totals = async ({ tenant, customerId }: Running) =>
  (await invoicesOf(tenant, customerId)).map(({ kind, total, status }) => `${kind} ${total} ${status}`)

async function assertBooks(assert: { deepEqual: Function }, running: Running): Promise<void> {
  assert.deepEqual((await write(running.tenant, () => checkLedger())).differences, [])
  const periods = await periodsOf(running)
  periods.slice(1).forEach(({ starts }, index) => assert.deepEqual(starts, periods[index]!.ends, 'no gap and no overlap')) // prettier-ignore
}

test.group('The instant of a renewal', () => {
  test('what is changed in the last millisecond and in the first', async ({ assert }) => {
    const running = await startPaidAhead()
    const { tenant, subscriptionId, plan } = running
    const seen = async (at: string, wish: Parameters<typeof preview>[1]) => {
      await freezeClock(tenant, at)
      const shown = await preview(running, wish)
      if (!shown.ok) return shown.error.type
      const lines = shown.value.document!.lines.map(
        ({ amount, period }) => `${amount} from ${period!.startsOn}`
      )
      return [...lines, `${shown.value.total} on ${shown.value.plan.effectiveOn}`]
    }
    const [bigger, address, yearly] = [{ planId: plan('vps-m') }, { options: { ipv4: 1 } }, { interval: year }] // prettier-ignore
    const [may, day] = ['from 2026-05-01', 'from 2026-04-30']
    const rows: [string, string, Parameters<typeof preview>[1], string[]][] = [
      // Less than a second of April is nothing; all of May is given back and charged, once.
      ['seconds', lastInstant, bigger, [`-450 ${may}`, `0 ${day}`, `850 ${may}`, '476 on 2026-04-30']],
      ['seconds', renewal, bigger, [`-450 ${may}`, `850 ${may}`, '476 on 2026-05-01']],
      ['seconds', renewal, address, [`-450 ${may}`, `450 ${may}`, `150 ${may}`, '179 on 2026-05-01']],
      // A year that begins today pays for all of today: today is given back.
      ['seconds', lastInstant, yearly, [`-15 ${day}`, `-450 ${may}`, `4500 ${day}`, '4801 on 2026-04-30']],
      ['seconds', renewal, yearly, [`-450 ${may}`, `4500 ${may}`, '4819 on 2026-05-01']],
      ['days', lastInstant, bigger, [`-15 ${day}`, `-450 ${may}`, `28 ${day}`, `850 ${may}`, '491 on 2026-04-30']], // prettier-ignore
      ['days', renewal, bigger, [`-450 ${may}`, `850 ${may}`, '476 on 2026-05-01']],
      ['fixed_30', renewal, bigger, [`-450 ${may}`, `850 ${may}`, '476 on 2026-05-01']],
      ['none', renewal, bigger, [`-450 ${may}`, `850 ${may}`, '476 on 2026-05-01']],
    ]
    for (const [proration, at, wish, expected] of rows) {
      await setPolicies(tenant, { proration })
      assert.deepEqual(await seen(at, wish), expected, `${proration} ${at}`)
    }

    await setPolicies(tenant, {})
    await freezeClock(tenant, renewal)
    assert.isTrue((await request(running, yearly, 4819n)).ok)
    await Promise.all([payLast(running), raise(running)])
    assert.deepEqual(await periodsOf(running), [
      { starts: '2026-04-01', ends: '2026-05-01' },
      { starts: '2026-05-01', ends: '2027-05-01' },
    ])
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).anchor_day, 1)
    assert.deepEqual(await totals(running), ['order 536 paid', 'renewal 536 paid', 'change 4819 paid'])
    await assertBooks(assert, running)
  })

  test('what was asked for just before its renewal is invoiced is in that renewal, whoever looks first', async ({
    assert,
  }) => {
    const running = await startService('2026-04-01T10:00:00Z', { options: { ipv4: 2 } })
    const { tenant, subscriptionId, plan } = running
    await freezeClock(tenant, beforeInvoicing)
    const asked = await request(running, { options: { ipv4: 0 } })
    assert.deepEqual(asked.ok && [asked.value.status, asked.value.effectiveOn], ['scheduled', '2026-05-01'])
    await freezeClock(tenant, invoicing)
    // Asked for while the run was at it: this look at changes was over before.
    assert.equal(await raise(running), 0)
    const again = await request(running, { planId: plan('vps-m') })
    assert.deepEqual(again, { ok: false, error: { type: 'change_under_way' } })
    const advance = await app.container.make(AdvanceScheduledChanges)
    await Promise.all([as(tenant, () => advance.execute()), raise(running)])
    await raise(running)
    assert.deepEqual(await totals(running), ['order 893 paid', 'renewal 536 open'])
    assert.deepEqual(await request(running, { planId: plan('vps-m') }), {
      ok: false,
      error: { type: 'change_under_way' },
    })
    await payLast(running)
    await live(tenant, { from: '2026-05-01', until: '2026-05-01' })
    assert.isNull(await as(tenant, () => findChange(subscriptionId)))
    await assertBooks(assert, running)
  })

  test('an unpaid change is waited for when invoices are made earlier; paid, it is in the renewal', async ({
    assert,
  }) => {
    const running = await startService('2026-04-01T10:00:00Z')
    const { tenant, plan } = running
    await freezeClock(tenant, '2026-04-20T10:00:00Z')
    assert.isTrue((await request(running, { planId: plan('vps-m') })).ok)
    await setPolicies(tenant, { invoiceLeadDays: 14 })
    const replan = await app.container.make(ReplanInvoiceDays)
    await as(tenant, () => replan.execute())
    await raise(running)
    assert.lengthOf(await totals(running), 2)
    await payLast(running)
    assert.deepEqual((await totals(running)).slice(2), ['renewal 1012 open'])
    await assertBooks(assert, running)
  })

  test('invoiced on the day itself: refused before the run, unpaid after it; left before it nothing is owed', async ({
    assert,
  }) => {
    const running = await startService('2026-04-01T10:00:00Z')
    const { tenant, subscriptionId, plan } = running
    await setPolicies(tenant, { invoiceLeadDays: 0 })
    const replan = await app.container.make(ReplanInvoiceDays)
    await as(tenant, () => replan.execute())
    await multiply(running, 1)
    const bigger = { planId: plan('vps-m') }
    await freezeClock(tenant, renewal)
    assert.deepEqual(await request(running, bigger), { ok: false, error: { type: 'renewal_under_way' } })
    const [left] = await Promise.all([cancel(running, 'period_end'), raise(running)])
    assert.isTrue(left.ok)
    await settle(tenant)
    // Whoever came first: both servers are on the invoice and this one ends in a month, or it is over and only the other is.
    const seen = await subscriptionSeen(tenant, subscriptionId)
    const isOver = seen.status === 'cancelled'
    assert.deepEqual([seen.ends_on, await totals(running)], [
      isOver ? '2026-05-01' : '2026-06-01',
      ['order 536 paid', isOver ? 'renewal 536 open' : 'renewal 1072 open'],
    ]) // prettier-ignore
    await assertBooks(assert, running)
  })
})
