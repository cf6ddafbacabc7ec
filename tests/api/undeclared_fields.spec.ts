import { test } from '@japa/runner'
import { allEndpoints } from '#start/api'
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

  test('cannot be asked for past a validator', ({ assert }) => {
    const whole = /request\s*\.\s*(all|body|except|only|raw|original)\(/
    const reads = filesBelow('app', ['.ts'])
      .filter(({ path }) => /\/http\//.test(path))
      .filter(({ text }) => whole.test(text))
      .map(({ path }) => path)
    // One looks for texts that no database keeps, the other makes a digest.
    assert.deepEqual(reads.toSorted(), [
      'app/shared/http/api/idempotency.ts',
      'app/shared/http/middleware/storable_text_middleware.ts',
    ])
  })
})
