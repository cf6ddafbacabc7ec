import { test } from '@japa/runner'
import fc from 'fast-check'
import type { ConfiguredItem } from '#app/catalogue/index'
import { discountsOfInvoice, type SubscriptionDiscount } from '#app/promotions/index'
import { flatTax, type InvoicedPeriod, type PaidLine, priceLines } from '#app/billing/index'
import { prorationConventions } from '#app/billing/domain/proration'
import { dateIn, startOfDay } from '#app/shared/time/calendar'
import { type ChangeSituation, decideChange } from '#app/subscriptions/domain/change'
import { type ChangePromotions, discountsOfChange } from '#app/subscriptions/domain/change_discounts'
import { periodFrom } from '#app/subscriptions/domain/periods'
import { renewalItems } from '#app/subscriptions/domain/renewal_items'
import type { Subscription } from '#app/subscriptions/domain/subscription'

const vat = flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' })
const zone = 'Europe/Berlin'

interface Scene {
  at?: string
  period?: [string, string]
  zone?: string
  unitAmount?: bigint
  quantity?: number
}

function item(unitAmount: bigint, change: Partial<ConfiguredItem> & { quantity?: number; storageGb?: number } = {}): ConfiguredItem {
  const { quantity = 1, storageGb = 40, ...rest } = change
  return {
    planId: 'S', productId: 'vps', productKind: 'vps', productName: 'VPS', planName: 'S', panelDriver: 'virtfusion', panelPackage: {},
    intervalUnit: 'month', intervalCount: 1, currency: 'EUR', hostname: 'a.example', options: { ipv4: quantity }, choices: [],
    spec: { cpuCores: 1, memoryMb: 2048, storageGb, trafficGb: 0, networkMbps: 1, package: 'S', template: null, location: 'fra', ipv4Count: 1, backups: false },
    parts: [{ kind: 'plan', priceId: 'p', description: 'S', quantity, unitAmount: `${unitAmount}` }],
    ...rest,
  }
} // prettier-ignore

/** A subscription that runs and is paid, in the middle of April 2025 unless told otherwise. */
function situation(wanted: ConfiguredItem, scene: Scene = {}, more: Partial<ChangeSituation> = {}): ChangeSituation {
  const { at = '2025-04-16T00:00:00+02:00', period: [startsOn, endsOn] = ['2025-04-01', '2025-05-01'], unitAmount = 1000n, quantity = 1 } = scene
  const now = new Date(at)
  const timeZone = scene.zone ?? zone
  const current = item(unitAmount, { quantity })
  const subscription: Subscription = {
    id: 'sub', customerId: 'ada', orderLineId: null, planId: 'S', status: 'active', currency: 'EUR',
    interval: { unit: 'month', count: 1 }, anchorDay: 1, trialEndsOn: null,
      startedOn: startsOn, currentPeriodStartsOn: startsOn, renewsOn: endsOn, invoiceOn: endsOn,
    recurringAmount: unitAmount * BigInt(quantity), paymentMethodId: null, cancelAtPeriodEnd: false, cancelReason: null, endsOn: null,
    pastDueSince: null, suspendedAt: null, cancelledAt: null, createdAt: now,
  }
  const paid = unitAmount * BigInt(quantity)
  return {
    subscription, current, wanted, now, timeZone,
    standingItems: current.parts as ChangeSituation['standingItems'],
    paidLines: [paidLine(paid, { startsOn, endsOn })],
    itemMoves: [],
    stretches: [],
    hasMethod: true,
    hasOpenChange: false,
    service: { storageGb: 40, isUsable: true, room: 'enough' },
    today: dateIn(timeZone, now),
    policies: { proration: 'seconds', upgrade: 'now', downgrade: 'renewal' },
    pricesIncludeTax: false,
    ...more,
  }
} // prettier-ignore

function paidLine(amount: bigint, period: PaidLine['period'], change: Partial<PaidLine> = {}): PaidLine {
  return { invoiceId: 'inv', invoiceStatus: 'paid', position: 0, subscriptionId: 'sub', planId: 'S', description: 'S', quantity: 1, priceId: 'p', period, amount, taxAmount: 0n, tax: vat, share: null, ...change }
} // prettier-ignore

function amounts(input: ChangeSituation) {
  const decided = decideChange(input)
  if (!decided.ok) return decided.error.type
  const document = priceLines(decided.value.items, { currency: 'EUR', tax: vat, taxRounding: 'line' })
  return { ...decided.value, document, nets: document.lines.map(({ amount }) => amount) }
}

/** The invoice of a change, with what is taken off it. */
function priced(input: ChangeSituation, promotions: ChangePromotions) {
  const decided = decideChange(input)
  if (!decided.ok) throw new Error(decided.error.type)
  const discounts = discountsOfChange(input.subscription, decided.value, promotions)
  return priceLines(decided.value.items, { currency: 'EUR', tax: vat, taxRounding: 'line', discounts })
}

const L = (unitAmount: bigint, change: Parameters<typeof item>[1] = {}) => item(unitAmount, { planId: 'L', planName: 'L', storageGb: 80, ...change }) // prettier-ignore
const yearly = { intervalUnit: 'year' as const }

test.group('decideChange: what an upgrade costs', () => {
  test('A1: half-way through the month the unused half is given back and the new half charged', ({
    assert,
  }) => {
    const change = amounts(situation(L(2000n)))
    if (typeof change === 'string') return assert.fail(change)
    assert.deepEqual(change.nets, [-500n, 1000n])
    assert.deepEqual([change.timing, change.direction, change.effectiveOn], ['now', 'upgrade', '2025-04-16'])
    assert.deepEqual([change.leads.renewsOn, change.leads.anchorDay], ['2025-05-01', 1])
    assert.isTrue(change.items.every(({ kind, opensPeriod }) => kind === 'change' && opensPeriod === false))
  })

  const seats: [name: string, from: number, to: number, price: bigint, net: bigint][] = [
    ['A15: three more seats at the price agreed to', 5, 8, 1000n, 1500n],
    ['A17: two more seats at the price agreed to', 10, 12, 2000n, 2000n],
  ]
  for (const [name, from, to, price, net] of seats) {
    test(`${name}: ${net}`, ({ assert }) => {
      const change = amounts(situation(item(price, { quantity: to }), { unitAmount: price, quantity: from }))
      if (typeof change === 'string') return assert.fail(change)
      assert.equal(change.document.subtotal, net)
    })
  }

  test('A11: a year begins today, the rest of the month is given back', ({ assert }) => {
    const scene = { at: '2025-06-11T09:00:00+02:00', period: ['2025-06-01', '2025-07-01'] as [string, string], unitAmount: 10_000n } // prettier-ignore
    const change = amounts(situation(item(100_000n, yearly), scene))
    if (typeof change === 'string') return assert.fail(change)
    assert.deepEqual(change.nets, [-6667n, 100_000n])
    const { anchorDay, currentPeriodStartsOn, renewsOn } = change.leads
    assert.deepEqual([anchorDay, currentPeriodStartsOn, renewsOn], [11, '2025-06-11', '2026-06-11'])
  })

  test('A19: what a coupon took off is not given back', ({ assert }) => {
    const paidLines = [paidLine(7500n, { startsOn: '2025-04-01', endsOn: '2025-05-01' })]
    const decided = decideChange(situation(L(100_000n), { unitAmount: 10_000n }, { paidLines }))
    if (!decided.ok) return assert.fail(decided.error.type)
    const half = { kind: 'coupon' as const, id: null, code: 'HALF', name: 'Half', percent: '50', amount: null, lineKinds: null, planIds: null } // prettier-ignore
    const terms = { currency: 'EUR', tax: vat, taxRounding: 'line' as const }
    const nets = (discounts: (typeof half)[]) => priceLines(decided.value.items, { ...terms, discounts }).lines.map(({ amount }) => amount) // prettier-ignore
    assert.deepEqual(nets([half]), [-3750n, 25_000n])
    assert.deepEqual(nets([]), [-3750n, 50_000n], 'A21')
  })

  test('a period that is invoiced ahead is given back and charged as a whole', ({ assert }) => {
    const base = situation(L(2000n), { at: '2025-04-28T12:00:00+02:00' })
    const paidLines = [...base.paidLines, paidLine(1000n, { startsOn: '2025-05-01', endsOn: '2025-06-01' })]
    const subscription = { ...base.subscription, currentPeriodStartsOn: '2025-05-01', renewsOn: '2025-06-01', invoiceOn: '2025-05-25' } // prettier-ignore
    const change = amounts({ ...base, paidLines, subscription })
    if (typeof change === 'string') return assert.fail(change)
    assert.deepEqual(change.nets, [-83n, -1000n, 167n, 2000n])
    assert.equal(change.leads.renewsOn, '2025-06-01')
  })

  test('what is given back keeps the tax it was paid with', ({ assert }) => {
    const old = flatTax({ country: 'DE', name: 'USt', percent: '16', reason: 'rate' })
    const paidLines = [paidLine(1000n, { startsOn: '2025-04-01', endsOn: '2025-05-01' }, { tax: old })]
    const change = amounts(situation(L(2000n), {}, { paidLines }))
    if (typeof change === 'string') return assert.fail(change)
    assert.deepEqual(change.document.lines.map(({ taxAmount }) => taxAmount), [-80n, 190n]) // prettier-ignore
  })
})

const refusals: [name: string, ChangeSituation, string][] = [
  ['nothing changes', situation(item(1000n)), 'nothing_changes'],
  ['another product', situation(L(2000n, { productId: 'web' })), 'other_product'],
  ['another kind of panel', situation(L(2000n, { panelDriver: 'pterodactyl' })), 'other_product'],
  ['a smaller disk', situation(L(2000n, { storageGb: 20 })), 'disk_would_shrink'],
  ['a disk smaller than that of today', situation(L(2000n), {}, { service: { storageGb: 160, isUsable: true, room: 'enough' } }), 'disk_would_shrink'],
  ['a full panel', situation(L(2000n), {}, { service: { storageGb: 40, isUsable: true, room: 'no_capacity' } }), 'no_capacity'],
  ['out of stock', situation(L(2000n), {}, { service: { storageGb: 40, isUsable: true, room: 'sold_out' } }), 'sold_out'],
  ['a panel that is away', situation(L(2000n), {}, { service: { storageGb: 40, isUsable: true, room: 'panel_unreachable' } }), 'panel_unreachable'],
  ['held by staff', situation(L(2000n), {}, { service: { storageGb: 40, isUsable: false, room: 'enough' } }), 'service_not_usable'],
  ['a change under way', situation(L(2000n), {}, { hasOpenChange: true }), 'change_under_way'],
  ['an unpaid period', situation(L(2000n), {}, { paidLines: [paidLine(1000n, { startsOn: '2025-04-01', endsOn: '2025-05-01' }, { invoiceStatus: 'open' })] }), 'period_unpaid'],
  ['no period today', situation(L(2000n), {}, { paidLines: [] }), 'renewal_under_way'],
  ...(['past_due', 'suspended', 'cancelled', 'pending'] as const).map((status): [string, ChangeSituation, string] => {
    const base = situation(L(2000n))
    const expected = { past_due: 'must_pay_first', suspended: 'must_pay_first', cancelled: 'already_cancelled', pending: 'not_started' }[status]
    return [status, { ...base, subscription: { ...base.subscription, status } }, expected]
  }),
] // prettier-ignore

test.group('decideChange: when, and when not', () => {
  for (const [name, input, expected] of refusals) {
    test(`${name}: ${expected}`, ({ assert }) => {
      assert.equal(amounts(input), expected)
    })
  }

  test('an ending subscription is not changed', ({ assert }) => {
    const base = situation(L(2000n))
    const subscription = { ...base.subscription, cancelAtPeriodEnd: true }
    assert.equal(amounts({ ...base, subscription }), 'already_ending')
  })

  const times: [name: string, ConfiguredItem, Partial<ChangeSituation['policies']>, string][] = [
    ['more', L(2000n), {}, 'now'],
    ['more, where upgrades wait', L(2000n), { upgrade: 'renewal' }, 'renewal'],
    ['less', L(500n), {}, 'renewal'],
    ['less, where it is done at once', L(500n), { downgrade: 'now' }, 'now'],
    ['a year is more than a month', item(10_000n, yearly), {}, 'now'],
  ]
  for (const [name, wanted, policies, expected] of times) {
    test(`${name}: ${expected}`, ({ assert }) => {
      const base = situation(wanted)
      const change = amounts({ ...base, policies: { ...base.policies, ...policies } })
      if (typeof change === 'string') return assert.fail(change)
      assert.equal(change.timing, expected)
      assert.equal(change.effectiveOn, expected === 'now' ? '2025-04-16' : '2025-05-01')
      if (expected === 'renewal') assert.lengthOf(change.items, 0)
    })
  }

  test('a full panel does not keep a smaller plan from coming with the renewal', ({ assert }) => {
    const service = { storageGb: 40, isUsable: true, room: 'no_capacity' as const }
    const change = amounts(situation(L(500n), {}, { service }))
    assert.equal(typeof change === 'string' ? change : change.timing, 'renewal')
  })
})

const coupon = (change: Partial<SubscriptionDiscount>): SubscriptionDiscount => ({
  id: 'd', couponId: 'c', code: 'C', name: 'C', percent: null, amount: null, unit: 'period', usesLeft: null, planIds: null, position: 0, isExclusive: false, ...change,
}) // prettier-ignore

interface Promised {
  lasting?: SubscriptionDiscount[]
  counted?: SubscriptionDiscount[]
  loyalty?: string
  /** What an amount took off April. */
  taken?: bigint
  periods?: InvoicedPeriod['startsOn'][][]
}

/** What was promised, and with what the periods were invoiced; April 2025 unless told otherwise. */
function promotionsOf({ lasting = [], counted = [], loyalty, taken, periods = [['2025-04-01', '2025-05-01']] }: Promised): ChangePromotions {
  const named = { kind: 'coupon' as const, code: 'C', name: 'C', percent: null }
  const takenOff = [
    ...(taken === undefined ? [] : [{ ...named, amount: taken }]),
    ...(loyalty ? [{ kind: 'loyalty' as const, code: null, name: 'Loyalty', percent: loyalty, amount: 1n }] : []),
  ]
  return {
    discounts: new Map([['sub', lasting]]),
    counted: counted.map((discount) => ({ invoiceId: 'first', periodStartsOn: periods[0]![0]!, discount })),
    periods: periods.map(([startsOn, endsOn], index) => ({ startsOn: startsOn!, endsOn: endsOn!, invoiceId: index === 0 ? 'first' : 'ahead', takenOff })),
    loyalty: { isOn: false } as ChangePromotions['loyalty'],
    serviceDays: new Map(),
  }
} // prettier-ignore

test.group('discountsOfChange', () => {
  const rows: [name: string, wanted: ConfiguredItem, Promised, expected: string[]][] = [
    ['a percentage that runs for ever', L(2000n), { lasting: [coupon({ percent: '25' })] }, ['25 %']],
    ['one that this period has used up', L(2000n), { counted: [coupon({ percent: '50', usesLeft: 1 })] }, ['50 %']],
    ['one that is promised to a later period', L(2000n), { lasting: [coupon({ percent: '50', usesLeft: 2 })] }, []],
    ['a fixed amount, as far as it went', L(2000n), { counted: [coupon({ amount: 300n, usesLeft: 1 })], taken: 250n }, ['250']],
    ['free months that pay for this period', L(2000n), { counted: [coupon({ unit: 'month', percent: '100', usesLeft: 1 })] }, ['100 %']],
    ['free months that are left wait for a renewal', L(2000n), { lasting: [coupon({ unit: 'month', percent: '100', usesLeft: 3 })] }, []],
    ['what was free of a set-up fee', L(2000n), { counted: [coupon({ unit: 'setup', percent: '100', usesLeft: 1 })] }, []],
    ['one for another plan', L(2000n), { counted: [coupon({ percent: '25', planIds: ['S'], usesLeft: 1 })] }, []],
    ['the loyalty that the period has', L(2000n), { loyalty: '10' }, ['10 %']],
    ['one that lost to the loyalty of the period has lost', L(2000n), { lasting: [coupon({ percent: '80', isExclusive: true })], loyalty: '10' }, ['10 %']],
    ['one beside the loyalty of the period', L(2000n), { counted: [coupon({ percent: '8', usesLeft: 1 })], loyalty: '10' }, ['8 %', '10 %']],
    ['a new period has those that run for ever', item(10_000n, yearly), { lasting: [coupon({ amount: 300n })] }, ['300']],
    ['a new period uses up none of the others', item(10_000n, yearly), { lasting: [coupon({ percent: '25', usesLeft: 2 })] }, []],
    ['nor has it what another period has', item(10_000n, yearly), { counted: [coupon({ percent: '25', usesLeft: 1 })], loyalty: '10' }, []],
  ] // prettier-ignore
  for (const [name, wanted, promised, expected] of rows) {
    test(name, ({ assert }) => {
      const input = situation(wanted)
      const decided = decideChange(input)
      if (!decided.ok) return assert.fail(decided.error.type)
      const found = discountsOfChange(input.subscription, decided.value, promotionsOf(promised))
      assert.deepEqual(found.map(({ percent, amount }) => (percent ? `${percent} %` : `${amount}`)), expected) // prettier-ignore
    })
  }
})

test.group('decideChange: properties', () => {
  const scenes = fc.record({
    convention: fc.constantFrom(...prorationConventions),
    timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe'),
    start: fc.constantFrom('2025-01-31', '2025-03-10', '2025-10-15', '2024-02-29', '2025-12-01'),
    part: fc.double({ min: 0, max: 0.9999, noNaN: true }),
    before: fc.bigInt({ min: 0n, max: 99_999n }),
    after: fc.bigInt({ min: 0n, max: 99_999n }),
  }) // prettier-ignore

  const value = fc.oneof(
    fc.integer({ min: 1, max: 100 }).map((each) => ({ percent: String(each), amount: null })),
    fc.bigInt({ min: 1n, max: 9_999n }).map((amount) => ({ percent: null, amount }))
  )
  const promised = fc.array(
    fc.record({
      value,
      unit: fc.constantFrom('period' as const, 'month' as const),
      isLasting: fc.boolean(),
      isExclusive: fc.boolean(),
      planIds: fc.constantFrom(null, ['S'], ['L']),
    }),
    { maxLength: 3 }
  )
  const loyalty = fc.constantFrom(undefined, '5', '12.5')

  test('up and down again in one instant costs nothing, tax included, whatever was taken off the period', ({
    assert,
  }) => {
    fc.assert(
      fc.property(
        scenes,
        promised,
        loyalty,
        ({ convention, timeZone, start, part, before, after }, coupons, percent) => {
          const anchorDay = Number(start.slice(8))
          const period = periodFrom(start, { interval: { unit: 'month', count: 1 }, anchorDay })
          const [from, to] = [
            startOfDay(timeZone, period.startsOn).getTime(),
            startOfDay(timeZone, period.endsOn).getTime(),
          ]
          const at = new Date(from + Math.floor((to - from) * part)).toISOString()
          const policies = { proration: convention, upgrade: 'now' as const, downgrade: 'now' as const }
          const scene = {
            at,
            period: [period.startsOn, period.endsOn] as [string, string],
            zone: timeZone,
            unitAmount: before,
          }
          const all = coupons.map(({ value: worth, unit, isLasting, ...more }, index) => {
            const isMonth = unit === 'month'
            const usesLeft = isLasting && !isMonth ? null : 1
            return coupon({
              ...more,
              id: `d${index}`,
              code: `C${index}`,
              unit,
              usesLeft,
              ...(isMonth ? { percent: '100' } : worth),
            })
          })
          // The period was invoiced like this, by the rule of renewals.
          const reward = percent ? { name: 'Loyalty', percent } : null
          const renewing = {
            id: 'sub',
            planId: 'S',
            interval: { unit: 'month' as const, count: 1 },
            lines: [{ kind: 'plan', amount: before }],
            discounts: all,
          }
          const { discounts, used } = discountsOfInvoice([renewing], reward)
          const first = priceLines(
            renewalItems('sub', {
              ...renewing,
              anchorDay,
              currentPeriodStartsOn: start,
              renewsOn: period.endsOn,
              items: situation(L(1n), scene).standingItems.slice(),
            }),
            { currency: 'EUR', tax: vat, taxRounding: 'line', discounts }
          ).lines[0]!
          const counted = all
            .filter(({ id }) => used.some(({ discountId }) => discountId === id))
            .map((each) => ({ ...each, usesLeft: 1 }))
          const promotions = {
            ...promotionsOf({
              lasting: all.filter(({ usesLeft }) => usesLeft === null),
              counted,
              periods: [[period.startsOn, period.endsOn]],
            }),
          }
          promotions.periods = promotions.periods.map((each) => ({
            ...each,
            takenOff: first.discounts.map(({ discount: { kind, code, name, percent: of }, amount }) => ({
              kind,
              code,
              name,
              percent: of,
              amount,
            })),
          }))

          const paid = [paidLine(first.amount, period, { taxAmount: first.taxAmount })]
          const up = priced(situation(L(after), scene, { policies, paidLines: paid }), promotions)
          const charged = up.lines.filter(({ unitAmount }) => unitAmount >= 0n)
          const paidLines = charged.map(({ amount, taxAmount, proration }) =>
            paidLine(amount, period, { taxAmount, share: proration ?? null })
          )
          const back = situation(
            item(before, { options: { ipv4: 0 } }),
            { ...scene, unitAmount: after },
            { policies, paidLines }
          )
          assert.equal(up.total + priced(back, promotions).total, 0n)
          // What a part costs is the part of what is left of the whole.
          assert.isTrue(charged.every(({ amount, grossAmount }) => amount >= 0n && amount <= grossAmount))
        }
      ),
      { numRuns: 500 }
    )
  })
})
