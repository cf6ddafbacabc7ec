import { test } from '@japa/runner'
import type { Catalogue } from '#app/catalogue/domain/catalogue'
import { catalogueIn, withoutEmptyTexts } from '#app/catalogue/domain/translation'

const location = {
  id: 'o1', code: 'location', name: 'Location', help: 'Where it stands.', kind: 'choice', minimum: 0, maximum: 1, position: 0,
  status: 'active', translations: { de: { name: 'Standort', id: 'forged' } }, prices: [],
  values: [
    { id: 'v1', code: 'fra', name: 'Frankfurt', groupName: 'Germany', spec: {}, position: 0, isDefault: true, status: 'active',
      translations: { de: { group: 'Deutschland' } }, prices: [] },
  ],
} as const // prettier-ignore

const catalogue = {
  version: '7',
  products: [
    {
      id: 'p1', slug: 'vps', kind: 'vps', name: 'Cloud VPS', tagline: 'Fast.', description: 'Long.', position: 0, status: 'active',
      translations: { de: { tagline: 'Schnell.' } }, plans: [], options: [location],
    },
  ],
} as unknown as Catalogue // prettier-ignore

test.group('A catalogue in a reader’s language', () => {
  test('says what is translated, and the rest as the tenant wrote it', ({ assert }) => {
    const [product] = catalogueIn(catalogue, 'de').products
    assert.deepEqual(
      [product!.name, product!.tagline, product!.description],
      ['Cloud VPS', 'Schnell.', 'Long.']
    )
    const [option] = product!.options
    assert.deepEqual([option!.name, option!.help], ['Standort', 'Where it stands.'])
    assert.deepEqual([option!.values[0]!.name, option!.values[0]!.groupName], ['Frankfurt', 'Deutschland'])
  })

  test('changes words only', ({ assert }) => {
    const translated = catalogueIn(catalogue, 'de')
    assert.equal(translated.version, '7')
    assert.equal(translated.products[0]!.options[0]!.id, 'o1')
  })

  test('stays as it is for a language that nobody translated', ({ assert }) => {
    assert.deepEqual(catalogueIn(catalogue, 'fr'), { ...catalogue, locale: 'fr' })
    assert.strictEqual(catalogueIn(catalogue, undefined), catalogue)
  })

  test('is made once per language', ({ assert }) => {
    assert.strictEqual(catalogueIn(catalogue, 'de'), catalogueIn(catalogue, 'de'))
  })

  test('empty texts say nothing', ({ assert }) => {
    const given = { de: { name: 'Standort', help: '', group: null }, en: { name: undefined }, fr: undefined }
    assert.deepEqual(withoutEmptyTexts(given), { de: { name: 'Standort' } })
  })
})
