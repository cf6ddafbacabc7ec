import { test } from '@japa/runner'
import fc from 'fast-check'
import { Fraction } from '#app/shared/money/fraction'
import type { Discount } from '#app/promotions/index'
import type { InvoiceDraft, InvoiceItem } from '#app/billing/domain/invoice_draft'
import { remainingShare } from '#app/billing/domain/proration'
import { priceLines } from '#app/billing/domain/price_lines'
import { replayInvoice, type ReplayTerms, unchangedTerms } from '#app/billing/domain/replay'
import { daysOf, type ReplayQuestion } from '#app/billing/domain/replay_question'
import { snapshotOf } from '#app/billing/domain/sealed_invoice'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'
import { flatTax } from '#app/billing/domain/tax'

const party = { name: 'A', company_name: null, street: null, postal_code: null, city: null, region: null, country: 'DE', tax_id: null, email: 'a@example.test' } // prettier-ignore

/** The snapshot as it comes back from the database: JSON. */
function seal(draft: InvoiceDraft): { snapshot: InvoiceSnapshot; subscriptions: (string | null)[] } {
  const snapshot = snapshotOf({
    draft,
    document: priceLines(draft.items, draft.pricing),
    reference: 'INV-000001',
    seller: { ...party, brand: 'B', website: null, footer: null, accent_color: 'blue' },
    customer: { ...party, number: 1, locale: 'en' },
    issuedAt: new Date('2026-04-16T10:00:00Z'),
    issuedOn: '2026-04-16',
    nationalTax: null,
    timeZone: 'Europe/Berlin',
  })
  return {
    snapshot: JSON.parse(JSON.stringify(snapshot)) as InvoiceSnapshot,
    subscriptions: draft.items.map(({ subscriptionId }) => subscriptionId),
  }
}

function draftOf(items: InvoiceItem[], more: Partial<InvoiceDraft['pricing']> = {}, kind: InvoiceDraft['kind'] = 'renewal'): InvoiceDraft {
  const tax = flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' })
  return { id: 'i', customerId: 'c', kind, orderId: null, dueOn: '2026-04-16', pricing: { currency: 'EUR', tax, taxRounding: 'line', ...more }, items, isCollected: true }
} // prettier-ignore

const period = { startsOn: '2026-04-01', endsOn: '2026-05-01' }
const item = (more: Partial<InvoiceItem> = {}): InvoiceItem => ({
  kind: 'plan',
  description: 'VPS',
  quantity: 1,
  unitAmount: 1401n,
  priceId: 'p1',
  interval: { unit: 'month', count: 1 },
  period,
  subscriptionId: 's1',
  scope: 's1',
  ...more,
})
const half = (convention: 'seconds' | 'days' | 'fixed_30' | 'none') =>
  remainingShare({ convention, period, from: new Date('2026-04-16T10:00:00Z'), fromOn: '2026-04-16', timeZone: 'Europe/Berlin' }) // prettier-ignore

const discount: fc.Arbitrary<Discount> = fc
  .record({
    kind: fc.constantFrom('coupon' as const, 'loyalty' as const),
    code: fc.constantFrom('A', 'B', null),
    how: fc.oneof(
      fc.integer({ min: 1, max: 100 }).map((percent) => ({ percent: String(percent), amount: null })),
      fc.integer({ min: 1, max: 3000 }).map((amount) => ({ percent: null, amount: BigInt(amount) })),
      fc.constantFrom('1/12', '1/3', '5/7').map((share) => ({ percent: null, amount: null, share }))
    ),
  })
  .map(({ kind, code, how }) => ({
    kind, code, ...how, id: null, name: `${kind} ${code} ${how.percent ?? ''}${how.amount ?? ''}`, lineKinds: null, planIds: null,
  })) // prettier-ignore

const renewal = fc
  .array(
    fc.record({
      lines: fc.array(
        fc.record({
          unitAmount: fc.bigInt({ min: 0n, max: 9_999n }),
          quantity: fc.integer({ min: 1, max: 4 }),
          part: fc.option(fc.constantFrom('seconds' as const, 'days' as const, 'fixed_30' as const)),
        }),
        { minLength: 1, maxLength: 3 }
      ),
      discounts: fc.uniqueArray(discount, { maxLength: 2, selector: ({ name }) => name }),
    }),
    { minLength: 1, maxLength: 3 }
  )
  .map((all) => ({
    items: all.flatMap(({ lines }, index) =>
      lines.map(
        ({ unitAmount, quantity, part }) =>
        item({ unitAmount, quantity, proration: part ? half(part) : null, subscriptionId: `s${index}`, scope: `s${index}` }) // prettier-ignore
      )
    ),
    discounts: all.flatMap(({ discounts }, index) =>
      discounts.map((each) => ({ ...each, scope: [`s${index}`] }))
    ),
  }))

const terms = (change: Partial<ReplayTerms>): ReplayTerms => ({ ...unchangedTerms, ...change })
const totals = (draft: InvoiceDraft, change: Partial<ReplayTerms>) => {
  const { snapshot, subscriptions } = seal(draft)
  const { subtotal, taxTotal } = replayInvoice(snapshot, subscriptions, terms(change))
  return [subtotal, taxTotal]
}

test.group('Replay', () => {
  test('under unchanged terms every invoice comes to what was sealed, to the cent', ({ assert }) => {
    fc.assert(
      fc.property(
        renewal,
        fc.constantFrom('line' as const, 'rate_group' as const),
        fc.boolean(),
        ({ items, discounts }, taxRounding, pricesIncludeTax) => {
          const draft = draftOf(items, { taxRounding, pricesIncludeTax, discounts })
          const { snapshot, subscriptions } = seal(draft)
          const was = priceLines(draft.items, draft.pricing)
          const is = replayInvoice(snapshot, subscriptions, unchangedTerms)
          assert.deepEqual(
            is.lines.map(({ amount, taxAmount, discountAmount }) => [amount, taxAmount, discountAmount]),
            was.lines.map(({ amount, taxAmount, discountAmount }) => [amount, taxAmount, discountAmount])
          )
        }
      ),
      { numRuns: 300 }
    )
  })

  test('an order rounds a percentage once over all its lines, and so does its replay', ({ assert }) => {
    const discounts: Discount[] = [
      { kind: 'coupon', id: null, code: 'A', name: 'A', percent: '15', amount: null, lineKinds: null, planIds: null, scope: ['0', '1'] }, // prettier-ignore
    ]
    const items = [
      item({ scope: '0', unitAmount: 333n }),
      item({ scope: '1', unitAmount: 333n, subscriptionId: 's2' }),
    ]
    const draft = draftOf(items, { discounts }, 'order')
    assert.deepEqual(totals(draft, {}), [566n, 108n])
  })

  test('so does every order, whose discounts are of all its lines or, where they are free months, of each server', ({
    assert,
  }) => {
    const servers = fc.array(fc.array(fc.bigInt({ min: 0n, max: 9_999n }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }) // prettier-ignore
    const discounts = fc.uniqueArray(discount, {
      maxLength: 4,
      selector: ({ name, share }) => `${name}${share}`,
    })
    fc.assert(
      fc.property(servers, discounts, (all, wanted) => {
        const items = all.flatMap((lines, index) =>
          lines.map((unitAmount) => item({ unitAmount, subscriptionId: `s${index}`, scope: `s${index}` }))
        )
        const bound = wanted.flatMap((each) =>
          each.share ? all.map((_lines, index) => ({ ...each, scope: [`s${index}`] })) : [each]
        )
        const draft = draftOf(items, { discounts: bound }, 'order')
        const { subtotal, taxTotal } = priceLines(draft.items, draft.pricing)
        assert.deepEqual(totals(draft, {}), [subtotal, taxTotal])
      }),
      { numRuns: 300 }
    )
  })

  test('on an order, what was taken off first is taken off first again', ({ assert }) => {
    // Of a simulated year: a month free of each of two servers, and then an amount off all that is left.
    const free = (scope: string): Discount => ({
      kind: 'coupon', id: null, code: 'FREEMONTH', name: 'A month free', percent: null, amount: null, share: '1/12', lineKinds: null, planIds: null, scope: [scope],
    }) // prettier-ignore
    const friends: Discount = { kind: 'coupon', id: null, code: 'FOREVER', name: 'Friends', percent: null, amount: 150n, lineKinds: null, planIds: null } // prettier-ignore
    const items = [
      item({ unitAmount: 4500n, subscriptionId: 's1', scope: 's1' }),
      item({ unitAmount: 1500n, subscriptionId: 's1', scope: 's1' }),
      item({ unitAmount: 4500n, subscriptionId: 's2', scope: 's2' }),
      item({ unitAmount: 2000n, subscriptionId: 's2', scope: 's2' }),
    ]
    const draft = draftOf(items, { discounts: [free('s1'), free('s2'), friends] }, 'order')
    assert.deepEqual(totals(draft, {}), [11308n, 2148n])
  })

  test('a discount over two lines of which all fell on one comes to the same again', ({ assert }) => {
    const quarter = { kind: 'coupon', id: null, code: 'A', name: 'A', percent: '25', amount: null, lineKinds: null, planIds: null, scope: ['s1'] } as const // prettier-ignore
    const draft = draftOf([item({ unitAmount: 1n }), item({ unitAmount: 1n })], { discounts: [quarter] })
    const { snapshot } = seal(draft)
    assert.deepEqual(totals(draft, {}), [1n, 0n])
    assert.deepEqual(snapshot.lines.map((line) => line.discounts?.length), [1, 0], 'nobody reads of a discount of nothing')
  }) // prettier-ignore

  /** what is otherwise, net and tax then; €14.01 + 19 % unless told otherwise */
  const cases: [string, InvoiceDraft, Partial<ReplayTerms>, bigint[]][] = [
    ['nothing', draftOf([item()]), {}, [1401n, 266n]],
    ['all prices a tenth higher', draftOf([item()]), { priceFactor: new Fraction(11n, 10n) }, [1541n, 293n]],
    ['this price, whatever the percentage', draftOf([item()]), { priceFactor: new Fraction(2n), newPrices: new Map([['p1', { from: 1401n, to: 1000n }]]) }, [1000n, 190n]],
    ['another price leaves it', draftOf([item()]), { newPrices: new Map([['p2', { from: 1n, to: 2n }]]) }, [1401n, 266n]],
    ['what was free costs something', draftOf([item({ unitAmount: 0n })]), { newPrices: new Map([['p1', { from: 0n, to: 500n }]]) }, [500n, 95n]],
    ['a set-up fee is no part of the price', draftOf([item({ kind: 'setup', period: null })]), { newPrices: new Map([['p1', { from: 1401n, to: 1n }]]) }, [1401n, 266n]],
    ['what staff put on an invoice has no price', draftOf([item({ kind: 'item', priceId: null })]), { priceFactor: new Fraction(2n) }, [1401n, 266n]],
    ['what is given back follows its price', draftOf([item(), item({ kind: 'change', unitAmount: -700n })]), { newPrices: new Map([['p1', { from: 1401n, to: 2802n }]]) }, [1402n, 266n]],
    ['another tax rate', draftOf([item()]), { taxPercents: new Map([['DE', '21']]) }, [1401n, 294n]],
    ['a rate of another country', draftOf([item()]), { taxPercents: new Map([['AT', '21']]) }, [1401n, 266n]],
    ['tax rounded by rate', draftOf([13n, 13n, 13n].map((unitAmount) => item({ unitAmount }))), { taxRounding: 'rate_group' }, [39n, 7n]],
    ['days for seconds', draftOf([item({ proration: half('seconds') })]), { proration: 'days' }, [701n, 133n]],
    ['a part paid as the whole', draftOf([item({ proration: half('days') })]), { proration: 'none' }, [1401n, 266n]],
    ['a convention without parts has no effect on the whole', draftOf([item()]), { proration: 'none' }, [1401n, 266n]],
  ] // prettier-ignore
  for (const [name, draft, change, expected] of cases)
    test(`otherwise: ${name}`, ({ assert }) => assert.deepEqual(totals(draft, change), expected))

  const question: ReplayQuestion = { fromMonth: '2026-01', toMonth: '2026-03', pricePercent: null, planPrices: [], taxRounding: null, taxPercents: {}, proration: null } // prettier-ignore
  const questions: [Partial<ReplayQuestion>, string][] = [
    [{}, '2026-01-01 2026-04-01'],
    [{ toMonth: '2026-12' }, '2026-01-01 2027-01-01'],
    [{ toMonth: '2025-12' }, 'months_impossible'],
    [{ fromMonth: '2026-13' }, 'months_impossible'],
    [{ fromMonth: '2024-03' }, '2024-03-01 2026-04-01'],
    [{ fromMonth: '2023-03' }, 'too_many_months'],
    [{ toMonth: '2027-01' }, 'months_ahead'],
    [{ fromMonth: '9999-12', toMonth: '9999-12' }, 'months_ahead'],
    [{ pricePercent: '-101' }, 'percent_out_of_range'],
    [{ taxPercents: { DE: '100' } }, 'percent_out_of_range'],
  ]
  for (const [change, expected] of questions)
    test(`asked ${JSON.stringify(change)}: ${expected}`, ({ assert }) => {
      const days = daysOf({ ...question, ...change }, '2026-12-31')
      assert.equal(days.ok ? `${days.value.fromOn} ${days.value.untilOn}` : days.error.type, expected)
    })
})
