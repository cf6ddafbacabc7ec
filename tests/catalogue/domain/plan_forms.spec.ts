import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { productKinds, rulesOf } from '#app/catalogue/domain/kinds/product_kinds'
import { readSizes } from '#app/catalogue/domain/kinds/size_field'
import { describeForms, fromWire } from '#app/catalogue/http/spec_wire'

const texts = ['en', 'de'].map((locale) => {
  const file = new URL(`../../../resources/lang/${locale}/catalogue_admin.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>
})

test.group('Forms of plans', () => {
  test('for {0} ask for its own sizes, in both languages')
    .with(productKinds.map((kind) => [kind] as const))
    .run(({ assert }, [kind]) => {
      const { plan, value } = describeForms(kind)
      for (const words of texts) {
        assert.isString(words.product_kinds![kind])
        for (const { name } of plan) assert.isString(words.sizes![name], name)
        for (const { name } of value) assert.isString(words.value_fields![name], name)
      }
      const filled = plan.map(({ name, type, minimum, fallback }) => [
        name,
        fallback ?? (type === 'number' ? minimum : 'E-2388G'),
      ])
      const { faults } = readSizes(rulesOf(kind).fields, fromWire(Object.fromEntries(filled)))
      assert.deepEqual(faults, [])
    })
})
