import { test } from '@japa/runner'
import { allEndpoints } from '#start/api'
import { namesOfPrototypes, undeclaredNames } from '#app/shared/http/api/undeclared_fields'
import { answersFor } from '#app/shared/http/api/audience'
import { apiClientFor } from '#tests/support/api'
import { createTenant } from '#tests/support/tenants'
import { filesBelow } from '#tests/architecture/source_tree'

/** A part of a compiled validator: what it takes of a body. */
interface Part {
  type: string
  fieldName?: string
  schema?: Part
  allowUnknownProperties?: boolean
  properties?: Part[]
  groups?: { conditions: { schema: Part }[] }[]
  conditions?: { schema: Part }[]
  each?: Part
}

/** Places of a body that take names which the table does not know, by their path. */
function openPlaces(part: Part | undefined, path: string): string[] {
  if (!part) return []
  const inner = [
    ...(part.properties ?? []).flatMap((each) => openPlaces(each, `${path}.${each.fieldName}`)),
    ...[...(part.conditions ?? []), ...(part.groups ?? []).flatMap(({ conditions }) => conditions)].flatMap(
      ({ schema }) => openPlaces(schema, path)
    ),
    ...openPlaces(part.schema, path),
    ...openPlaces(part.each, `${path}[]`),
  ]
  const isOpen = part.allowUnknownProperties === true || part.type === 'record'
  return isOpen ? [path, ...inner] : inner
}

/** Named by whoever made a product, a gateway or a panel, or by currency; each is held to these names by what takes it. */
const named = [
  'amounts', 'minimum_amounts', 'minimum', 'maximum', 'settings', 'options', 'config', 'secrets', 'spec', 'panel_spec', 'variables', 'translations', 'response',
] // prettier-ignore

test.group('Fields that nobody declared', () => {
  test('are left out of every body that the OpenAPI document describes', async ({ assert }) => {
    const endpoints = (await allEndpoints()).filter(({ body }) => body)
    assert.isAbove(endpoints.length, 100)
    const open = endpoints.flatMap(({ name, body, query }) =>
      [body, query].flatMap((shape) => {
        const compiled = shape as unknown as { toJSON(): { schema: Part } } | undefined
        return compiled ? openPlaces(compiled.toJSON().schema, name) : []
      })
    )
    const unnamed = open.filter((place) => !named.includes(place.replaceAll('[]', '').split('.').at(-1)!))
    assert.deepEqual(unnamed, [])
  })

  test('are refused by every address, with their names', async ({ assert }) => {
    const tenant = await createTenant()
    const taken: string[] = []
    for (const audience of ['customer', 'staff'] as const) {
      const client = await apiClientFor(tenant, { as: audience })
      const rows = (await allEndpoints()).filter((row) => answersFor(row, audience))
      for (const { method, path, fileTypes } of rows) {
        const address = path.replaceAll(/:\w+/g, 'evt_01h455vb4pex5vsknk084sn02q')
        const asked = await client.send(method, `${address}?colour_of_page=red`, {})
        if (asked.body?.errors?.[0]?.field !== 'colour_of_page') taken.push(`${method} ${path}?`)
        if (method === 'GET' || fileTypes) continue
        const sent = await client.send(method, address, { body: { colour_of_body: 'red' } })
        const told = `${sent.status} ${sent.body?.code} ${sent.body?.errors?.[0]?.field}`
        if (told !== '422 unknown_field colour_of_body') taken.push(`${method} ${path} ${told}`)
      }
    }
    assert.deepEqual(taken, [])
  })

  const money = { properties: { amount: {}, currency: {} }, additionalProperties: false }
  const shape: Parameters<typeof undeclaredNames>[0] = {
    properties: {
      name: {},
      limit: { anyOf: [money, {}] },
      items: { items: { properties: { price: money, options: { additionalProperties: {} } }, additionalProperties: false } },
      benefit: { properties: { kind: {} }, additionalProperties: false, anyOf: [{ properties: { percent: {} } }, { properties: { amounts: { additionalProperties: {} } } }] },
    },
    additionalProperties: false,
  } // prettier-ignore
  for (const [value, names] of [
    [{ name: 'Ada' }, []],
    [{}, []],
    [null, []],
    ['a text', []],
    [{ nmae: 'Ada' }, ['nmae']],
    [{ name: { first: 'not a text' } }, []],
    [{ limit: null }, []],
    [{ limit: { amount: '1', curency: 'EUR' } }, ['limit.curency']],
    [{ items: [{}, { price: { amount: '1', tax: '2' } }, { discount: 1 }] }, ['items.1.price.tax', 'items.2.discount']],
    [{ items: [{ options: { region: 'fra', anything: { below: 1 } } }] }, []],
    [{ items: 'none' }, []],
    [{ benefit: { kind: 'fixed', amounts: { EUR: '1' } } }, []],
    [{ benefit: { kind: 'percent', percent: '5', points: 3 } }, ['benefit.points']],
    [{ toString: 1, constructor: 2, hasOwnProperty: 3 }, ['toString', 'constructor', 'hasOwnProperty']],
    [Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`x${index}`, 1])), Array.from({ length: 20 }, (_, index) => `x${index}`)],
  ] as [unknown, string[]][]) {
    test(`of ${JSON.stringify(value).slice(0, 80)} are ${JSON.stringify(names).slice(0, 80)}`, ({ assert }) => {
      assert.deepEqual(undeclaredNames(shape, value), names)
    })
  } // prettier-ignore

  test('cannot be asked for past a validator', ({ assert }) => {
    const whole = /request\s*\.\s*(all|body|except|only|raw|original)\(/
    const reads = filesBelow('app', ['.ts'])
      .filter(({ path }) => /\/http\//.test(path))
      .filter(({ text }) => whole.test(text))
      .map(({ path }) => path)
    // They look for texts that no database keeps, make a digest, look for names only, and take passwords as they were typed.
    assert.deepEqual(reads.toSorted(), [
      'app/shared/http/api/idempotency.ts',
      'app/shared/http/api/undeclared_fields.ts',
      'app/shared/http/middleware/storable_text_middleware.ts',
      'app/shared/http/middleware/typed_password_middleware.ts',
    ])
  })
})

test.group('Names that would change every object', () => {
  const cases: [string, string[]][] = [
    ['{"name":"Ada"}', []],
    ['{"name":"prototype","constructor":"x"}', []],
    ['{"variables":{"__proto__":{"EULA":"1"}}}', ['variables.__proto__']],
    ['{"variables":{"\\u005f_proto__":"1"}}', ['variables.__proto__']],
    ['{"__proto__":null,"a":[{"constructor":{"prototype":{}}}]}', ['__proto__', 'a.0.constructor']],
    [`${'['.repeat(5_000)}"__proto__"${']'.repeat(5_000)}`, []],
  ]
  for (const [raw, names] of cases)
    test(`${raw.slice(0, 80)}: ${names.join(', ') || 'none'}`, ({ assert }) => {
      assert.deepEqual(namesOfPrototypes(raw), names)
    })

  test('are refused by their path, which whoever reads a body would leave out in silence', async ({
    assert,
  }) => {
    const ada = await apiClientFor(await createTenant(), { as: 'customer' })
    const answer = await ada.send('PATCH', '/me', {
      rawBody: '{"name":"Ada King","__proto__":{"isAdmin":true}}',
    })
    assert.deepEqual(
      [answer.status, answer.body.code, answer.body.errors[0].field],
      [422, 'unknown_field', '__proto__']
    )
  })
})
