import { test } from '@japa/runner'
import fc from 'fast-check'
import { flatTax, priceLines, type PricingContext } from '#app/billing/index'
import type { ConfiguredItem } from '#app/catalogue/index'
import { draftQuote, totalOfLine } from '#app/checkout/domain/quote'
import { isStillOffered } from '#app/checkout/domain/quote_validity'

const amount = fc.bigInt({ min: 0n, max: 10_000_000n })
const quantity = fc.integer({ min: 1, max: 50 })
const part = fc.record({ amount, quantity, kind: fc.constantFrom('plan', 'option', 'setup') })
const items = fc.array(fc.array(part, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 })
const percent = fc.constantFrom('0', '7', '8.1', '19', '21', '25.5')
const rounding = fc.constantFrom('line' as const, 'rate_group' as const)

function toItem(parts: { amount: bigint; quantity: number; kind: string }[], index: number): ConfiguredItem {
  return {
    planId: `plan-${index}`,
    productId: 'product',
    productKind: 'vps',
    productName: 'Cloud VPS',
    planName: 'VPS',
    panelDriver: 'virtfusion',
    panelPackage: {},
    intervalUnit: index % 2 === 0 ? 'month' : 'year',
    intervalCount: 1,
    currency: 'EUR',
    hostname: `web-${index}`,
    options: {},
    choices: [],
    spec: { cpuCores: 1, memoryMb: 1, storageGb: 1, trafficGb: 0, networkMbps: 1, package: '', template: null, location: null, ipv4Count: 1, backups: false }, // prettier-ignore
    parts: parts.map((entry, position) => ({
      kind: entry.kind as ConfiguredItem['parts'][number]['kind'],
      priceId: `price-${index}-${position}`,
      description: 'A part',
      quantity: entry.quantity,
      unitAmount: entry.amount.toString(),
    })),
  }
}

function contextWith(rate: string, taxRounding: PricingContext['taxRounding']): PricingContext {
  const tax = flatTax({ country: 'DE', name: 'USt', percent: rate, reason: 'rate' })
  return { currency: 'EUR', tax, taxRounding }
}

test.group('draftQuote', () => {
  test('its lines add up to its total, whatever the rounding', ({ assert }) => {
    fc.assert(
      fc.property(items, percent, rounding, (wishes, rate, taxRounding) => {
        const draft = draftQuote(wishes.map(toItem), contextWith(rate, taxRounding))
        const parts = draft.content.items.reduce((sum, item) => sum + totalOfLine(item), 0n)
        assert.equal(parts, draft.total)
        assert.equal(draft.subtotal + draft.taxTotal, draft.total)
      })
    )
  })

  test('equals the invoice that the same rule makes of the same parts', ({ assert }) => {
    fc.assert(
      fc.property(items, percent, rounding, (wishes, rate, taxRounding) => {
        const configured = wishes.map(toItem)
        const context = contextWith(rate, taxRounding)
        const draft = draftQuote(configured, context)
        const invoice = priceLines(
          configured.flatMap((item) =>
            item.parts.map((entry) => ({
              kind: entry.kind,
              description: entry.description,
              quantity: entry.quantity,
              unitAmount: BigInt(entry.unitAmount),
              priceId: entry.priceId,
              interval: null,
              period: null,
            }))
          ),
          context
        )
        assert.equal(draft.total, invoice.total)
        assert.deepEqual(
          draft.content.items.flatMap((item) => item.lines.map((line) => BigInt(line.taxAmount))),
          invoice.lines.map((line) => line.taxAmount)
        )
      })
    )
  })

  test('what recurs leaves out what is paid once, and stands per interval', ({ assert }) => {
    const draft = draftQuote(
      [
        toItem([{ amount: 850n, quantity: 1, kind: 'plan' }, { amount: 500n, quantity: 1, kind: 'setup' }], 0),
        toItem([{ amount: 8500n, quantity: 1, kind: 'plan' }], 1),
        toItem([{ amount: 150n, quantity: 2, kind: 'plan' }], 2),
      ],
      contextWith('19', 'line')
    ) // prettier-ignore
    assert.deepEqual(
      draft.content.recurring.map(({ interval, subtotal, total }) => [interval.unit, subtotal, total]),
      [
        ['month', '1150', '1369'],
        ['year', '8500', '10115'],
      ]
    )
  })

  test('survives JSON and a database that sorts its keys', ({ assert }) => {
    const draft = draftQuote(
      [toItem([{ amount: 850n, quantity: 1, kind: 'plan' }], 0)],
      contextWith('19', 'line')
    )
    const reordered = Object.fromEntries(
      Object.entries(JSON.parse(JSON.stringify(draft.content))).toReversed()
    )
    assert.isTrue(isStillOffered({ ...draft, content: reordered as unknown as typeof draft.content }, draft))
    const dearer = draftQuote(
      [toItem([{ amount: 851n, quantity: 1, kind: 'plan' }], 0)],
      contextWith('19', 'line')
    )
    assert.isFalse(isStillOffered(draft, dearer))
  })
})
