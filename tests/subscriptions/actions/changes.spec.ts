import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { sql } from 'kysely'
import { checkLedger, lockCustomerBalance } from '#app/ledger/index'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { forgetHosts } from '#app/shared/database/tenant_directory'
import { addDays, startOfDay } from '#app/shared/time/calendar'
import {
  CancelSubscription,
  CarryOutChange,
  EndChange,
  findChange,
  RevertChange,
} from '#app/subscriptions/index'
import { factsAbout, invoicesOf, live, pay, subscriptionSeen, write } from '#tests/support/billing'
import { periodsOf, preview, request, type Running, startService } from '#tests/support/changes'
import { settle } from '#tests/support/settle'
import { as, freezeClock } from '#tests/support/tenants'

const year = { unit: 'year' as const, count: 1 }
const month = { unit: 'month' as const, count: 1 }

async function assertInvariants(assert: { deepEqual: Function }, running: Running): Promise<void> {
  assert.deepEqual((await write(running.tenant, () => checkLedger())).differences, [])
  const periods = await periodsOf(running)
  periods.slice(1).forEach(({ starts }, index) => assert.deepEqual(starts, periods[index]!.ends, 'no gap and no overlap')) // prettier-ignore
}

async function endChange({ tenant, subscriptionId }: Running) {
  const action = await app.container.make(EndChange)
  return as(tenant, () => action.execute({ subscriptionId, move: 'withdraw', reason: 'asked' }))
}

/** What the mails of a kind list, by the names of their lines. */
function mailedLines(tenant: Tenant, kind: string): Promise<string[][]> {
  const question = sql<{ labels: string[] }>`
    select array(select f->>'label' from jsonb_array_elements(data->'facts') f) as labels from messages where kind = ${kind} order by id`
  return write(tenant, async () => (await question.execute(db)).rows.map(({ labels }) => labels))
}

test.group('Stories of a change', () => {
  test('an upgrade in the month of the clock change: shown, charged as shown, and renewed at the new price', async ({
    assert,
  }) => {
    const running = await startService('2026-03-01T12:00:00Z')
    const { tenant, customerId, subscriptionId, plan } = running
    await freezeClock(tenant, '2026-03-29T10:00:00Z')
    await settle(tenant)
    // The renewal of April is invoiced ahead and must be paid before anything changes.
    const wish = { planId: plan('vps-m') }
    assert.deepEqual((await request(running, wish)).ok, false)
    const [, april] = await invoicesOf(tenant, customerId)
    await pay(tenant, april!.id)
    await settle(tenant)

    const shown = await preview(running, wish)
    if (!shown.ok) return assert.fail(shown.error.type)
    // March in Berlin has 743 hours; 60 of them are left (the clock went forward that night).
    assert.deepEqual(
      shown.value.document!.lines.map(({ amount }) => amount),
      [-36n, -450n, 69n, 850n]
    )
    assert.equal(shown.value.document!.total, 515n)
    const wrong = await request(running, wish, 400n)
    assert.deepEqual(wrong, { ok: false, error: { type: 'amount_differs', total: 515n, currency: 'EUR' } })
    const asked = await request(running, wish)
    if (!asked.ok) return assert.fail(asked.error.type)
    const again = await request(running, wish, 515n)
    assert.equal(again.ok && again.value.id, asked.value.id, 'a second click is the same change')

    const [, , invoice] = await invoicesOf(tenant, customerId)
    assert.deepEqual([invoice!.kind, invoice!.total, invoice!.status], ['change', 515n, 'open'])
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).plan_id, plan('vps-s'))
    await pay(tenant, invoice!.id)
    await settle(tenant)
    const changed = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual(
      [changed.plan_id, changed.recurring_amount, changed.renews_on, changed.anchor_day],
      [plan('vps-m'), 850n, '2026-05-01', 1]
    )
    assert.includeMembers(await factsAbout(tenant, subscriptionId), [
      'subscription.change_requested',
      'subscription.changed',
      'subscription.change_completed',
    ])
    await live(tenant, { from: '2026-04-24', until: '2026-04-24' })
    const renewal = (await invoicesOf(tenant, customerId)).at(-1)!
    assert.deepEqual([renewal.kind, renewal.total], ['renewal', 1012n])
    await assertInvariants(assert, running)
  })

  test('a second upgrade in the same period gives back what the first one paid', async ({ assert }) => {
    const running = await startService('2026-04-01T10:00:00Z')
    const { tenant, customerId, plan } = running
    await freezeClock(tenant, '2026-04-16T00:00:00+02:00')
    for (const slug of ['vps-m', 'vps-l']) {
      const asked = await request(running, { planId: plan(slug) })
      assert.isTrue(asked.ok)
      await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
      await settle(tenant)
    }
    const totals = (await invoicesOf(tenant, customerId)).map(({ total }) => total)
    // 4.50 + half of (8.50 − 4.50) + half of (16.00 − 8.50), each with 19 % tax.
    assert.deepEqual(totals, [536n, 238n, 446n])
    await assertInvariants(assert, running)
  })

  test('from months to a year: a period begins today, and none is left out or twice', async ({ assert }) => {
    const running = await startService('2026-01-31T12:00:00Z')
    const { tenant, customerId, subscriptionId } = running
    await freezeClock(tenant, '2026-02-10T12:00:00Z')
    assert.isTrue((await request(running, { interval: year })).ok)
    await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
    await settle(tenant)
    // The mail tells what is new: not the plan, which stays.
    assert.deepEqual(await mailedLines(tenant, 'change_completed'), [
      ['service', 'plan', 'price_before_discounts', 'effective_on'],
    ])
    assert.deepEqual(await periodsOf(running), [
      { starts: '2026-01-31', ends: '2026-02-10' },
      { starts: '2026-02-10', ends: '2027-02-10' },
    ])
    const seen = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual([seen.interval_unit, seen.recurring_amount, seen.anchor_day], ['year', 4500n, 10])
    await live(tenant, { from: '2026-02-21', until: '2026-02-22' })
    assert.lengthOf(await invoicesOf(tenant, customerId), 2)
    await assertInvariants(assert, running)
  })

  test('on the very first day: the period that never ran gives its place to the new one', async ({
    assert,
  }) => {
    const running = await startService('2026-02-10T08:00:00Z')
    const { tenant, customerId } = running
    assert.isTrue((await request(running, { interval: year })).ok)
    await pay(tenant, (await invoicesOf(tenant, customerId)).at(-1)!.id)
    await settle(tenant)
    assert.deepEqual(await periodsOf(running), [{ starts: '2026-02-10', ends: '2027-02-10' }])
    assert.deepEqual((await invoicesOf(tenant, customerId)).map(({ total }) => total), [536n, 4819n]) // prettier-ignore
    await assertInvariants(assert, running)
  })

  test('from a year to months: with the renewal, on the same day of the month', async ({ assert }) => {
    const running = await startService('2025-03-15T12:00:00Z', { interval: year })
    const { tenant, customerId, subscriptionId } = running
    await freezeClock(tenant, '2026-03-01T12:00:00Z')
    const asked = await request(running, { interval: month })
    assert.deepEqual(asked.ok && [asked.value.status, asked.value.effectiveOn], ['scheduled', '2026-03-15'])
    await live(tenant, { from: '2026-03-08', until: '2026-03-08' })
    const renewal = (await invoicesOf(tenant, customerId)).at(-1)!
    assert.deepEqual([renewal.kind, renewal.total], ['renewal', 536n])
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).renews_on, '2026-04-15')
    assert.equal((await endChange(running)).ok, false, 'its renewal is invoiced')
    await pay(tenant, renewal.id)
    await live(tenant, { from: '2026-03-15', until: '2026-03-15' })
    assert.isNull(await as(tenant, () => findChange(subscriptionId)))
    await assertInvariants(assert, running)
  })

  test('unpaid for three days: it lapses, its invoice is taken back, and nothing else changed', async ({
    assert,
  }) => {
    const running = await startService('2026-04-01T10:00:00Z')
    const { tenant, customerId, subscriptionId, plan } = running
    await freezeClock(tenant, '2026-04-10T12:00:00Z')
    assert.isTrue((await request(running, { planId: plan('vps-m') })).ok)
    await live(tenant, { from: '2026-04-11', until: '2026-04-12' })
    assert.equal((await invoicesOf(tenant, customerId)).at(-1)!.status, 'open')
    await live(tenant, { from: '2026-04-13', until: '2026-04-13' })
    assert.equal((await invoicesOf(tenant, customerId)).at(-1)!.status, 'void')
    assert.isNull(await as(tenant, () => findChange(subscriptionId)))
    const seen = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual([seen.status, seen.plan_id, seen.recurring_amount], ['active', plan('vps-s'), 450n])
    assert.include(await factsAbout(tenant, subscriptionId), 'subscription.change_lapsed')
    assert.isTrue((await request(running, { planId: plan('vps-m') })).ok, 'it can be asked for again')
    await assertInvariants(assert, running)
  })

  test('an unpaid change never outlives the invoice of the next period', async ({ assert }) => {
    const running = await startService('2026-04-01T10:00:00Z')
    const { tenant, customerId, plan } = running
    await freezeClock(tenant, '2026-04-23T12:00:00Z')
    assert.isTrue((await request(running, { planId: plan('vps-m') })).ok)
    await live(tenant, { from: '2026-04-24', until: '2026-04-24' })
    const seen = (await invoicesOf(tenant, customerId)).map(({ kind, status, total }) => [kind, status, total]) // prettier-ignore
    assert.deepEqual(seen.slice(1), [
      ['change', 'void', 118n],
      ['renewal', 'open', 536n],
    ])
    await assertInvariants(assert, running)
  })

  test('less comes with the renewal, is withdrawn, asked for again, and renewed at', async ({ assert }) => {
    const running = await startService('2026-04-01T10:00:00Z', { options: { ipv4: 2, backups: true } })
    const { tenant, customerId, subscriptionId } = running
    await freezeClock(tenant, '2026-04-10T12:00:00Z')
    const wish = { options: { ipv4: 0 } }
    const asked = await request(running, wish)
    assert.deepEqual(asked.ok && [asked.value.status, asked.value.toAmount], ['scheduled', 650n])
    assert.isTrue((await endChange(running)).ok)
    assert.deepEqual(await endChange(running), { ok: false, error: { type: 'change_not_found' } })
    assert.isTrue((await request(running, wish)).ok)
    await live(tenant, { from: '2026-04-24', until: '2026-04-24' })
    const renewal = (await invoicesOf(tenant, customerId)).at(-1)!
    assert.deepEqual([renewal.kind, renewal.total], ['renewal', 774n])
    await pay(tenant, renewal.id)
    await live(tenant, { from: '2026-05-01', until: '2026-05-01' })
    assert.deepEqual(
      (await factsAbout(tenant, subscriptionId)).filter((name) => name.includes('chang')),
      ['subscription.change_scheduled', 'subscription.change_withdrawn', 'subscription.change_scheduled', 'subscription.changed', 'subscription.change_completed']
    ) // prettier-ignore
    await assertInvariants(assert, running)
  })

  test('what is cancelled is not changed, and a suspended service pays first', async ({ assert }) => {
    const running = await startService('2026-04-01T10:00:00Z')
    const { tenant, customerId, subscriptionId, plan } = running
    await freezeClock(tenant, '2026-04-10T12:00:00Z')
    assert.isTrue((await request(running, { planId: plan('vps-m') })).ok)
    const cancel = await app.container.make(CancelSubscription)
    await as(tenant, () => cancel.execute({ subscriptionId, when: 'period_end', reason: 'moving' }))
    await settle(tenant)
    assert.equal((await invoicesOf(tenant, customerId)).at(-1)!.status, 'void')
    const refused = await request(running, { planId: plan('vps-m') })
    assert.deepEqual(refused, { ok: false, error: { type: 'already_ending' } })

    const late = await startService('2026-04-01T10:00:00Z')
    await live(late.tenant, { from: '2026-05-01', until: '2026-05-08' })
    const unpaid = await request(late, { planId: late.plan('vps-m') })
    assert.deepEqual(unpaid, { ok: false, error: { type: 'must_pay_first' } })
  })

  test('impossible wishes are refused with what is wrong, and nothing is written', async ({ assert }) => {
    const running = await startService('2026-04-01T10:00:00Z', { plan: 'vps-m' })
    const { tenant, customerId, plan } = running
    const types = async (wish: Parameters<typeof request>[1]) => {
      const refused = await request(running, wish)
      return refused.ok ? 'ok' : refused.error.type
    }
    assert.equal(await types({ planId: plan('vps-s') }), 'disk_would_shrink')
    assert.equal(await types({ options: { location: 'nyc' } }), 'location_fixed')
    assert.equal(await types({}), 'nothing_changes')
    const wishes: Parameters<typeof request>[1][] = [
      { options: { ipv4: 99 } },
      { options: { gold: true } },
      { interval: { unit: 'week', count: 1 } },
      { planId: customerId },
    ]
    for (const wish of wishes) assert.equal(await types(wish), 'configuration_invalid')
    assert.lengthOf(await invoicesOf(tenant, customerId), 1)
  })

  test('less at once, where the tenant does so: a credit note, an invoice it pays, the rest on the balance', async ({
    assert,
  }) => {
    const running = await startService('2026-04-01T00:00:00+02:00', { options: { ipv4: 4 } })
    const { tenant, customerId, subscriptionId } = running
    await setPolicies(tenant, { downgrade: 'now' })
    await freezeClock(tenant, '2026-04-16T00:00:00+02:00')
    const shown = await preview(running, { options: { ipv4: 0 } })
    // 10.50 a month were paid: half of it, 5.25, goes back; half of 4.50 is charged; each with 19 % tax.
    assert.equal(shown.ok && shown.value.total, -357n)
    assert.isTrue((await request(running, { options: { ipv4: 0 } })).ok)
    await settle(tenant)
    const [, invoice] = await invoicesOf(tenant, customerId)
    assert.deepEqual([invoice!.kind, invoice!.status, invoice!.total], ['change', 'paid', 268n])
    const balance = await write(tenant, () => lockCustomerBalance({ customerId, currency: 'EUR' }))
    assert.equal(balance.amount, 357n)
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).recurring_amount, 450n)
    await assertInvariants(assert, running)
  })

  test('a change that the panel refuses for good is taken back, with its money', async ({ assert }) => {
    for (const wish of [{ interval: year }, { options: { ipv4: 3 } }] as Parameters<typeof request>[1][]) {
      const running = await startService('2026-04-01T10:00:00Z')
      const { tenant, customerId, subscriptionId } = running
      const before = await subscriptionSeen(tenant, subscriptionId)
      await freezeClock(tenant, '2026-04-10T12:00:00Z')
      const asked = await request(running, wish)
      if (!asked.ok) return assert.fail(asked.error.type)
      const invoice = (await invoicesOf(tenant, customerId)).at(-1)!
      await pay(tenant, invoice.id)
      const carryOut = await app.container.make(CarryOutChange)
      const revert = await app.container.make(RevertChange)
      await as(tenant, () => carryOut.execute({ invoiceId: invoice.id }))
      const reverted = await as(tenant, () => revert.execute({ changeId: asked.value.id, reason: 'full' }))
      assert.isTrue(reverted.ok)
      const twice = await as(tenant, () => revert.execute({ changeId: asked.value.id, reason: 'full' }))
      assert.deepEqual(twice, { ok: false, error: { type: 'not_applying' } })
      assert.deepEqual(await subscriptionSeen(tenant, subscriptionId), before)
      const balance = await write(tenant, () => lockCustomerBalance({ customerId, currency: 'EUR' }))
      assert.equal(balance.amount, invoice.total)
      assert.deepEqual(await periodsOf(running), [{ starts: '2026-04-01', ends: '2026-05-01' }])
      await assertInvariants(assert, running)
    }
  })

  test('random changes in any zone leave no day out and none twice, and nothing is paid twice', async ({
    assert,
  }) => {
    const wishes = (plan: Running['plan']): Parameters<typeof request>[1][] => [
      { planId: plan('vps-m') },
      { planId: plan('vps-l') },
      { options: { ipv4: 1 } },
      { options: { ipv4: 5, backups: true } },
      { interval: year },
      { interval: month },
    ]
    const step = fc.record({
      after: fc.integer({ min: 0, max: 25 }),
      wish: fc.nat(5),
      isAtRenewal: fc.boolean(),
    })
    const days = fc.array(step, { minLength: 3, maxLength: 4 })
    // In Cairo and Casablanca clocks change at midnight and for Ramadan, on Lord Howe by half an hour.
    const zones = fc.constantFrom('Pacific/Apia', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Africa/Cairo', 'Africa/Casablanca', 'Australia/Lord_Howe') // prettier-ignore
    await fc.assert(
      fc.asyncProperty(zones, days, async (timeZone, steps) => {
        const running = await startService('2026-01-31T11:00:00Z', { timeZone })
        const { tenant, customerId, subscriptionId } = running
        let day = '2026-01-31'
        for (const { after, wish, isAtRenewal } of steps) {
          const { renews_on: renewsOn } = await subscriptionSeen(tenant, subscriptionId)
          // A year ahead is left alone: every renewal on the way would be lived.
          const isNear = renewsOn! > day && renewsOn! < addDays(day, 70)
          day = isAtRenewal && isNear ? renewsOn! : addDays(day, after)
          await freezeClock(tenant, (isAtRenewal ? startOfDay(timeZone, day) : atNoon(day)).toISOString())
          await settle(tenant)
          await payAll(tenant, customerId)
          await request(running, wishes(running.plan)[wish]!)
          await payAll(tenant, customerId)
          await settle(tenant)
          await assertInvariants(assert, running)
        }
      }),
      { numRuns: 3 }
    )
  })
})

const atNoon = (day: string) => new Date(`${day}T12:00:00Z`)

async function payAll(tenant: Tenant, customerId: string): Promise<void> {
  for (const { id, status } of await invoicesOf(tenant, customerId)) {
    if (status === 'open') await pay(tenant, id)
  }
}

async function setPolicies(tenant: Tenant, policies: Record<string, string>): Promise<void> {
  await pool().query('update platform.tenants set policies = $2 where id = $1', [tenant.id, policies])
  forgetHosts()
}
