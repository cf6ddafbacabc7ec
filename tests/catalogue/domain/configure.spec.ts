import { test } from '@japa/runner'
import { configure, type Configuration } from '#app/catalogue/domain/configure'
import { catalogueIn } from '#app/catalogue/domain/translation'
import type { Catalogue, Plan, ProductOption } from '#app/catalogue/domain/catalogue'

const month = { unit: 'month' as const, count: 1 }

function price(id: string, amount: bigint, currency = 'EUR') {
  return { id, currency, interval: month, amount, setupAmount: 0n, tiers: null }
}

const location: ProductOption = {
  id: 'o1', code: 'location', name: 'Location', help: '', kind: 'choice', minimum: 0, maximum: 1, position: 0,
  status: 'active', translations: {}, prices: [],
  values: [
    { id: 'v1', code: 'fra', name: 'Frankfurt', groupName: '', spec: { panel: 'fra' }, position: 0, isDefault: true, status: 'active', translations: {}, prices: [] },
    { id: 'v2', code: 'nyc', name: 'New York', groupName: '', spec: { panel: 'nyc' }, position: 1, isDefault: false, status: 'active', translations: {}, prices: [price('pv2', 100n)] },
    { id: 'v3', code: 'sfo', name: 'San Francisco', groupName: '', spec: {}, position: 2, isDefault: false, status: 'archived', translations: {}, prices: [] },
    { id: 'v4', code: 'syd', name: 'Sydney', groupName: '', spec: {}, position: 3, isDefault: false, status: 'active', translations: {}, prices: [price('pv4', 100n, 'USD')] },
  ],
} // prettier-ignore
const ipv4: ProductOption = {
  id: 'o2', code: 'ipv4', name: 'IPv4', help: '', kind: 'quantity', minimum: 0, maximum: 8, position: 1, status: 'active', translations: {},
  values: [], prices: [price('p4', 150n)],
} // prettier-ignore
const backups: ProductOption = {
  id: 'o3', code: 'backups', name: 'Backups', help: '', kind: 'toggle', minimum: 0, maximum: 1, position: 2, status: 'active', translations: {},
  values: [], prices: [price('pb', 200n)],
} // prettier-ignore
const plan: Plan = {
  id: 'plan', slug: 'vps-m', name: 'VPS M', description: '', panelDriver: 'virtfusion', panelPackage: { package: 'VPS M' }, position: 0,
  isRecommended: false, status: 'active', translations: {}, stockLimit: null,
      trial: null,
  spec: { cpuCores: 2, memoryMb: 4096, storageGb: 80, trafficGb: 20_000, networkMbps: 1000 },
  prices: [{ ...price('p1', 850n), setupAmount: 500n }],
} // prettier-ignore

function catalogueWith(change: Partial<Plan> = {}, productStatus: 'active' | 'draft' = 'active'): Catalogue {
  return {
    version: '1',
    pricesOn: '2026-01-01',
    products: [
      {
        id: 'product', slug: 'vps', kind: 'vps', name: 'Cloud VPS', tagline: '', description: '', position: 0,
        status: productStatus, translations: {}, plans: [{ ...plan, ...change }], options: [location, ipv4, backups],
      },
    ],
  } // prettier-ignore
}

function wish(change: Partial<Configuration> = {}): Configuration {
  return { planId: 'plan', currency: 'EUR', interval: month, hostname: 'web-01', options: {}, ...change }
}

test.group('configure', () => {
  test('takes defaults for what was not chosen', ({ assert }) => {
    const result = configure(catalogueWith(), wish())
    assert.isTrue(result.ok)
    if (!result.ok) return
    assert.deepEqual(result.value.options, { location: 'fra', ipv4: 0, backups: false })
    assert.deepInclude(result.value.spec, { location: 'fra', ipv4Count: 1, backups: false, package: 'VPS M' })
    assert.deepEqual(
      result.value.parts.map(({ kind, unitAmount, quantity }) => [kind, unitAmount, quantity]),
      [
        ['plan', '850', 1],
        ['setup', '500', 1],
      ]
    )
  })

  for (const [locale, called] of [[undefined, 'Set-up: VPS M'], ['en', 'Set-up: VPS M'], ['de', 'Einrichtung: VPS M']] as const) {
    test(`a set-up fee is called one (${locale ?? 'in no language'}), so that no two lines have one name`, ({ assert }) => {
      const result = configure(catalogueIn(catalogueWith(), locale), wish())
      assert.isTrue(result.ok)
      if (!result.ok) return
      assert.deepEqual(result.value.parts.map(({ description }) => description), ['VPS M', called])
    })
  } // prettier-ignore

  test('turns choices into prices and into what the panel is asked for', ({ assert }) => {
    const result = configure(catalogueWith(), wish({ options: { location: 'nyc', ipv4: 3, backups: true } }))
    assert.isTrue(result.ok)
    if (!result.ok) return
    assert.deepInclude(result.value.spec, { location: 'nyc', ipv4Count: 4, backups: true })
    assert.deepEqual(
      result.value.parts.map(({ priceId, quantity }) => [priceId, quantity]),
      [
        ['p1', 1],
        ['pv2', 1],
        ['p4', 3],
        ['pb', 1],
        ['p1', 1],
      ]
    )
  })

  const refusals: [string, Catalogue, Partial<Configuration>, string][] = [
    ['a plan that does not exist', catalogueWith(), { planId: 'other' }, 'plan_not_sold'],
    ['a draft plan', catalogueWith({ status: 'draft' }), {}, 'plan_not_sold'],
    ['an archived plan', catalogueWith({ status: 'archived' }), {}, 'plan_not_sold'],
    ['a plan of a draft product', catalogueWith({}, 'draft'), {}, 'plan_not_sold'],
    ['a currency without a price', catalogueWith(), { currency: 'JPY' }, 'price_not_offered'],
    [
      'an interval without a price',
      catalogueWith(),
      { interval: { unit: 'year', count: 1 } },
      'price_not_offered',
    ],
    ['an unknown option', catalogueWith(), { options: { gpu: 1 } }, 'option_unknown'],
    ['an unknown value', catalogueWith(), { options: { location: 'mars' } }, 'value_not_offered'],
    ['an archived value', catalogueWith(), { options: { location: 'sfo' } }, 'value_not_offered'],
    [
      'a value sold in another currency only',
      catalogueWith(),
      { options: { location: 'syd' } },
      'value_not_offered',
    ],
    ['a number for a choice', catalogueWith(), { options: { location: 1 } }, 'value_not_offered'],
    ['a negative quantity', catalogueWith(), { options: { ipv4: -1 } }, 'quantity_out_of_range'],
    ['a quantity beyond the maximum', catalogueWith(), { options: { ipv4: 9 } }, 'quantity_out_of_range'],
    ['a huge quantity', catalogueWith(), { options: { ipv4: 1e300 } }, 'quantity_out_of_range'],
    ['half an address', catalogueWith(), { options: { ipv4: 1.5 } }, 'quantity_out_of_range'],
    ['a quantity as text', catalogueWith(), { options: { ipv4: '1' } }, 'quantity_out_of_range'],
    ['a toggle as text', catalogueWith(), { options: { backups: 'yes' } }, 'quantity_out_of_range'],
    ['HTML as host name', catalogueWith(), { hostname: '<b>' }, 'hostname_invalid'],
  ]
  for (const [name, catalogue, change, expected] of refusals) {
    test(`refuses ${name}`, ({ assert }) => {
      const result = configure(catalogue, wish(change))
      assert.isFalse(result.ok)
      if (!result.ok) assert.deepEqual(result.error.map(({ type }) => type), [expected]) // prettier-ignore
    })
  }

  test('says everything that is wrong at once', ({ assert }) => {
    const result = configure(catalogueWith(), wish({ hostname: '', options: { ipv4: 99, gpu: true } }))
    assert.isFalse(result.ok)
    if (!result.ok) assert.lengthOf(result.error, 3)
  })

  test('asks for settings of a game when it is ordered, and not while its form is filled in', ({
    assert,
  }) => {
    const token = {
      code: 'SERVER_GSLT',
      name: 'Token',
      description: '',
      defaultValue: '',
      rules: 'required|size:3',
    }
    const game: ProductOption = { ...location, values: [{ ...location.values[0]!, spec: { ask: [token] } }] }
    const [product] = catalogueWith().products
    const catalogue = { ...catalogueWith(), products: [{ ...product!, options: [game] }] }
    const problems = (change: Partial<Configuration>) => {
      const result = configure(catalogue, wish(change))
      return result.ok ? [] : result.error.map((fault) => 'problem' in fault && fault.problem.rule)
    }
    assert.deepEqual(problems({}), ['required'])
    assert.deepEqual(problems({ isUnfinished: true }), [])
    assert.deepEqual(problems({ isUnfinished: true, options: { SERVER_GSLT: 'ab' } }), ['exactly'])
    const ordered = configure(catalogue, wish({ options: { SERVER_GSLT: 'abc' } }))
    if (!ordered.ok) return assert.fail('refused')
    assert.notInclude(JSON.stringify(ordered.value.choices), 'abc')
  })

  test('sells a hidden plan to who knows it', ({ assert }) => {
    assert.isTrue(configure(catalogueWith({ status: 'hidden' }), wish()).ok)
  })
})
