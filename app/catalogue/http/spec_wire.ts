import vine from '@vinejs/vine'
import { productKinds, rulesOf } from '#app/catalogue/domain/kinds/product_kinds'
import {
  fallbackOf,
  fromWireSizes,
  type SizeField,
  toWireSizes,
  wireName,
} from '#app/catalogue/domain/kinds/size_field'

const allFields = productKinds.flatMap((kind) => rulesOf(kind).fields)

/** Sizes of a plan as the API and screens see them. */
export function showSizes(kind: string, spec: object): Record<string, unknown> {
  return toWireSizes(rulesOf(kind).fields, spec)
}

/** Sizes as they came in, by the domain's names; the action holds them to the rules of their kind. */
export function fromWire(wire: Record<string, unknown>): Record<string, unknown> {
  return fromWireSizes(allFields, wire)
}

/** The name on the wire of a size of any kind; what nobody knows stays as it was written. */
export function toWire(name: string): string {
  const field = allFields.find((candidate) => candidate.name === name)
  return field ? wireName(field) : name
}

/** What a form asks for when it makes a plan of a kind or a value of an option, by the names of the wire. */
export function describeForms(kind: string) {
  const { fields, valueFields } = rulesOf(kind)
  return {
    plan: fields.map(describeField),
    value: valueFields.filter(({ type }) => type === 'text').map(describeField),
  }
}

function describeField(field: SizeField) {
  const bounds = field.type === 'number' ? { minimum: field.minimum, maximum: field.maximum } : {}
  return { name: wireName(field), type: field.type, ...bounds, fallback: fallbackOf(field) ?? null }
}

/** What the API promises of the sizes of a plan: each kind has its own of these. */
export function sizesShape() {
  return vine.object(optionalFields(allFields))
}

/** What the API promises of what somebody has or is about to buy. */
export function specShape() {
  const fields = productKinds.flatMap((kind) => [...rulesOf(kind).fields, ...rulesOf(kind).chosen])
  return vine.object({
    kind: vine.enum(productKinds),
    template: vine.string().nullable(),
    ...optionalFields(fields),
  })
}

function optionalFields(fields: readonly SizeField[]) {
  return Object.fromEntries(fields.map((field) => [wireName(field), fieldShape(field)]))
}

function fieldShape({ type }: SizeField) {
  switch (type) {
    case 'number':
      return vine.number().optional()
    case 'text':
      return vine.string().optional()
    case 'texts':
      return vine.array(vine.string()).optional()
    case 'switch':
      return vine.boolean().optional()
    case 'variables':
      return vine.record(vine.string()).optional()
    case 'questions':
      return vine.array(vine.record(vine.string())).optional()
  }
}
