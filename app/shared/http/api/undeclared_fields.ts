import type { HttpContext } from '@adonisjs/core/http'
import type { Endpoint } from '#app/shared/http/endpoint'
import type { Problem } from '#app/shared/http/problem'

/** What of a JSON Schema decides which names an object may have. */
interface Shape {
  properties?: Record<string, Shape>
  additionalProperties?: boolean | Shape
  items?: Shape
  anyOf?: Shape[]
}

/** Which language texts come in may be asked of every address. */
const alwaysAsked = new Set(['lang'])

const shapes = new WeakMap<Endpoint, { body: Shape; query: Shape }>()

/**
 * A name that the description does not know is a mistake of whoever wrote the program, and often one that costs money: a limit that
 * was spelled wrongly is no limit. It is refused with its path, before anything is done; see ADR 20.
 */
export function refuseUndeclared(ctx: HttpContext, endpoint: Endpoint): Problem | null {
  const { body, query } = shapes.get(endpoint) ?? readShapes(endpoint)
  const names = [
    ...(endpoint.fileTypes ? [] : undeclaredNames(body, ctx.request.body())),
    ...(ctx.request.bodyType === 'json' ? namesOfPrototypes(ctx.request.raw() ?? '') : []),
    ...undeclaredNames(query, ctx.request.qs()).filter((name) => !alwaysAsked.has(name)),
  ]
  if (names.length === 0) return null
  const errors = names.map((name) => ({ field: name, message: `There is no field "${name}".` }))
  const detail = `This address knows nothing of ${names.map((name) => `"${name}"`).join(', ')}.`
  return { status: 422, code: 'unknown_field', detail, errors }
}

function readShapes(endpoint: Endpoint): { body: Shape; query: Shape } {
  const read = (described: Endpoint['body']) =>
    (described?.toJSONSchema() ?? { properties: {}, additionalProperties: false }) as Shape
  const both = { body: read(endpoint.body), query: read(endpoint.query) }
  shapes.set(endpoint, both)
  return both
}

/** More than a reader can use of a body that is wrong all over. */
const namesMax = 20

/** Paths (`items.0.colour`) of what a value holds and its shape does not name. Whether values are right is the validator's to say. */
export function undeclaredNames(shape: Shape, value: unknown): string[] {
  return [...findUndeclared(shape, value, '')].slice(0, namesMax)
}

function* findUndeclared(shape: Shape, value: unknown, path: string): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  const alternatives = [shape, ...(shape.anyOf ?? [])]
  if (Array.isArray(value)) {
    const items = alternatives.find((each) => each.items)?.items
    for (const [index, item] of value.entries()) {
      if (items) yield* findUndeclared(items, item, `${path}${index}.`)
    }
    return
  }
  for (const [name, inner] of Object.entries(value)) {
    const found = alternatives.map((each) => shapeOf(each, name)).find((each) => each !== undefined)
    if (found) yield* findUndeclared(found, inner, `${path}${name}.`)
    else if (alternatives.some(({ additionalProperties }) => additionalProperties === false))
      yield `${path}${name}`
  }
}

/** Deeper than any body of ours goes. */
const depthMax = 64

/**
 * Whoever reads a body takes out what would change every object, and says nothing of it. Among names that are the sender's own, such as those of a
 * game's variables, that would be answered as if it had been set.
 */
export function namesOfPrototypes(raw: string): string[] {
  // Any letter of a name may be written as its number.
  if (!/__proto__|prototype|\\u00/i.test(raw)) return []
  return [...findPrototypes(JSON.parse(raw), '', 0)].slice(0, namesMax)
}

function* findPrototypes(value: unknown, path: string, depth: number): Generator<string> {
  if (typeof value !== 'object' || value === null || depth > depthMax) return
  for (const [name, inner] of Object.entries(value)) {
    const isTaken = name === '__proto__' || (name === 'constructor' && hasPrototype(inner))
    if (isTaken) yield `${path}${name}`
    else yield* findPrototypes(inner, `${path}${name}.`, depth + 1)
  }
}

function hasPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')
}

function shapeOf({ properties, additionalProperties }: Shape, name: string): Shape | undefined {
  if (properties && Object.hasOwn(properties, name)) return properties[name]
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}
