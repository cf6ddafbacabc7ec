import { test } from '@japa/runner'
import { offeredLocations } from '#app/catalogue/domain/availability'
import type { Product } from '#app/catalogue/domain/catalogue'

const value = (name: string, spec: object) => ({ name, spec })
const frankfurt = value('Frankfurt', { panel: 'fra' })
const newYork = value('New York', { panel: 'nyc' })
const debian = value('Debian 13', { template: 'Debian 13' })

/** A listed product with one option for each list of values. */
const product = (...options: object[][]) =>
  ({ options: options.map((values) => ({ values })) }) as unknown as Product

test.group('Places that the storefront names', () => {
  test('{title}: {expected}')
    .with([
      { title: 'nothing is sold', products: [], expected: [] },
      { title: 'no choice of a place', products: [product([debian])], expected: [] },
      { title: 'a place', products: [product([debian], [frankfurt])], expected: ['Frankfurt'] },
      {
        title: 'the same place of two products is one',
        products: [product([newYork, frankfurt]), product([frankfurt])],
        expected: ['New York', 'Frankfurt'],
      },
      { title: 'a panel that is no code', products: [product([value('X', { panel: 7 })])], expected: [] },
    ])
    .run(({ assert }, { products, expected }) => assert.deepEqual(offeredLocations(products), expected))
})
