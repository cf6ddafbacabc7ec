/** Shapes that every part of the description refers to. */

type Schema = Record<string, unknown>

export const commonSchemas: Record<string, Schema> = {
  Money: {
    type: 'object',
    description: 'An exact amount: whole minor units as a string (cents), and the ISO 4217 currency.',
    properties: {
      amount: { type: 'string', pattern: '^-?[0-9]+$' },
      currency: { type: 'string', minLength: 3, maxLength: 3 },
    },
    required: ['amount', 'currency'],
    additionalProperties: false,
    examples: [{ amount: '1401', currency: 'EUR' }],
  },
  Problem: {
    type: 'object',
    description: 'What went wrong (RFC 9457). `code` is stable; `detail` is for people and may change.',
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      detail: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: { field: { type: 'string' }, message: { type: 'string' } },
          required: ['field', 'message'],
          additionalProperties: false,
        },
      },
      request_id: { type: ['string', 'null'] },
    },
    required: ['type', 'title', 'status', 'code', 'detail', 'request_id'],
    additionalProperties: false,
  },
}

const looseBoolean = JSON.stringify(['1', 1, 'true', true, 'on', '0', 0, 'false', false])

/**
 * Turns what a validator says into what an answer promises: booleans are booleans (a form may send "on", an answer does
 * not), money is one named schema, and validators' unions lose their empty alternatives.
 */
export function normaliseSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(normaliseSchema)
  if (typeof schema !== 'object' || schema === null) return schema
  const node = schema as Schema
  if (isMoney(node)) return moneyReference(node)
  if (Array.isArray(node.enum)) return normaliseEnum(node)
  const entries = Object.entries(node).map(([key, value]) => [key, normaliseSchema(value)])
  const plain = Object.fromEntries(entries) as Schema
  return Array.isArray(plain.anyOf) ? { ...plain, anyOf: plain.anyOf.filter(hasContent) } : plain
}

function isMoney(node: Schema): boolean {
  const properties = node.properties as Schema | undefined
  return properties !== undefined && Object.keys(properties).sort().join() === 'amount,currency'
}

function moneyReference(node: Schema): Schema {
  const reference = { $ref: '#/components/schemas/Money' }
  const isNullable = Array.isArray(node.type) && node.type.includes('null')
  return isNullable ? { anyOf: [reference, { type: 'null' }] } : reference
}

function normaliseEnum(node: Schema): Schema {
  const values = node.enum as unknown[]
  const withoutNull = values.filter((value) => value !== null)
  const isNullable =
    withoutNull.length < values.length || (Array.isArray(node.type) && node.type.includes('null'))
  if (JSON.stringify(withoutNull) === looseBoolean)
    return { type: isNullable ? ['boolean', 'null'] : 'boolean' }
  return isNullable ? { ...node, enum: [...withoutNull, null] } : node
}

function hasContent(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && Object.keys(schema).length > 0
}

/** The envelope of a keyset list. */
export function listOf(item: unknown): Schema {
  return {
    type: 'object',
    properties: {
      data: { type: 'array', items: item },
      next_cursor: {
        type: ['string', 'null'],
        description: 'Send as `cursor` for the next page; null on the last.',
      },
    },
    required: ['data', 'next_cursor'],
    additionalProperties: false,
  }
}
