import { test } from '@japa/runner'
import { placeInstead, placesGone, type PlaceStock } from '../../../inertia/composables/place_stock.js'

const at = (plan: string, values: string[], isAvailable: boolean | null): PlaceStock => ({
  plan_id: plan,
  place: values.join(),
  value_ids: values,
  free: null,
  is_available: isAvailable,
})

test.group('Places that are shown as sold out', () => {
  for (const [title, stock, gone] of [
    ['one without room', [at('m', ['fra'], false), at('m', ['nyc'], true)], ['fra']],
    ['none while nothing is known', [], []],
    ['not one that cannot be asked', [at('m', ['fra'], null), at('m', ['nyc'], true)], []],
    ['not one where another panel of the place has room', [at('m', ['fra'], false), at('m', ['fra'], true)], []],
    ['not for another plan', [at('l', ['fra'], false)], []],
    ['all of them', [at('m', ['fra'], false), at('m', ['nyc'], false)], ['fra', 'nyc']],
    ['every choice that stands for the place', [at('m', ['fra', 'fra-eco'], false)], ['fra', 'fra-eco']],
    ['a panel without a choice of its own', [at('m', [], false)], []],
  ] as [string, PlaceStock[], string[]][]) {
    test(title, ({ assert }) => assert.deepEqual([...placesGone(stock, 'm')], gone))
  } // prettier-ignore

  test('what can be had takes the place of what is gone, and nothing does where all is', ({ assert }) => {
    const values = [
      { id: 'fra', is_available: true },
      { id: 'ams', is_available: false },
      { id: 'nyc', is_available: true },
    ]
    assert.equal(placeInstead(values, new Set(['fra']))?.id, 'nyc')
    assert.equal(placeInstead(values, new Set())?.id, 'fra')
    assert.isUndefined(placeInstead(values, new Set(['fra', 'nyc'])))
  })
})
