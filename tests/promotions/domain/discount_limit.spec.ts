import { test } from '@japa/runner'
import type { Benefit } from '#app/promotions/domain/coupon'
import {
  benefitsAbove,
  isPriceBelow,
  promisingRoles,
  widestDiscount,
} from '#app/promotions/domain/discount_limit'

const percent = (text: string): Benefit => ({ kind: 'percent', percent: text })
const five: Benefit = { kind: 'fixed', amounts: { EUR: '500' } }
const none = { variants: [], minimumAmounts: null }

test.group('What one person may take off a price', () => {
  test('{what}: {above}')
    .with([
      { what: 'without a limit, all', terms: { ...none, benefit: percent('100') }, limit: null, above: [] },
      { what: 'as much as the limit', terms: { ...none, benefit: percent('20') }, limit: 20, above: [] },
      { what: 'a little more', terms: { ...none, benefit: percent('20.5') }, limit: 20, above: ['benefit'] },
      {
        what: 'free months',
        terms: { ...none, benefit: { kind: 'free_months', months: 1 } },
        limit: 99,
        above: ['benefit'],
      },
      { what: 'a free set-up', terms: { ...none, benefit: { kind: 'free_setup' } }, limit: 100, above: [] },
      { what: 'an amount of any order', terms: { ...none, benefit: five }, limit: 20, above: ['benefit'] },
      {
        what: 'an amount of a large order',
        terms: { ...none, benefit: five, minimumAmounts: { EUR: '2500' } },
        limit: 20,
        above: [],
      },
      {
        what: 'of one that is too small',
        terms: { ...none, benefit: five, minimumAmounts: { EUR: '2499' } },
        limit: 20,
        above: ['benefit'],
      },
      {
        what: 'one side of an experiment',
        terms: {
          benefit: percent('5'),
          minimumAmounts: null,
          variants: [
            { key: 'a', weight: 1, benefit: percent('5') },
            { key: 'b', weight: 1, benefit: percent('50') },
          ],
        },
        limit: 20,
        above: ['variants.1.benefit'],
      },
    ] as {
      what: string
      terms: Parameters<typeof benefitsAbove>[0]
      limit: number | null
      above: string[]
    }[]) // prettier-ignore
    .run(({ assert }, { terms, limit, above }) => assert.deepEqual(benefitsAbove(terms, limit), above))

  test('an agreed price of {unitAmount} for {listAmount} with {limit}: {isBelow}')
    .with([
      { listAmount: 1000n, unitAmount: 800n, limit: 20, isBelow: false },
      { listAmount: 1000n, unitAmount: 799n, limit: 20, isBelow: true },
      { listAmount: 1000n, unitAmount: 1200n, limit: 0, isBelow: false },
      { listAmount: 1000n, unitAmount: 0n, limit: 100, isBelow: false },
      { listAmount: 1000n, unitAmount: 0n, limit: null, isBelow: false },
      { listAmount: 0n, unitAmount: 0n, limit: 0, isBelow: false },
    ])
    .run(({ assert }, { limit, isBelow, ...price }) => assert.equal(isPriceBelow(price, limit), isBelow))

  test('the widest of several roles counts; who may promise nothing has none', ({ assert }) => {
    const limits = [{ role: 'billing', percent: 10 }, { role: 'sales', percent: 30 }, { role: 'owner', percent: null }] // prettier-ignore
    assert.equal(widestDiscount(['billing', 'sales'], limits), 30)
    assert.isNull(widestDiscount(['billing', 'owner'], limits))
    assert.equal(widestDiscount(['support'], limits), 0)
    const roles = [{ name: 'support', abilities: ['staff:services:read'] }, { name: 'sales', abilities: ['staff:billing:write'] }] // prettier-ignore
    assert.deepEqual(promisingRoles(roles), ['sales'])
  })
})
