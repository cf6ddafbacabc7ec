/**
 * Reads a JSON body as the vendor's server does (a typed language): a value of another type is a sentence in plain text, a missing
 * member too. Stricter in one way: a member that the interface does not know is refused, so that a misspelt one cannot pass unnoticed.
 */
import { Refusal } from './refusal.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

type Kind = 'string' | 'integer' | 'boolean' | 'uuid' | 'strings' | 'object'
export interface Rule {
  kind: Kind
  required?: boolean
  oneOf?: readonly string[]
}
export type Rules = Record<string, Rule>
export type Fields = Record<string, unknown>

export function readBody(body: unknown, rules: Rules): Fields {
  if (!isRecord(body)) throw plain('EOF while parsing a value at line 1 column 0')
  for (const name of Object.keys(body)) {
    if (!(name in rules)) throw plain(`unknown field \`${name}\``)
  }
  for (const [name, rule] of Object.entries(rules)) {
    const value = body[name]
    if (value === undefined) {
      if (rule.required) throw plain(`missing field \`${name}\``)
      continue
    }
    const problem = problemWith(value, rule)
    if (problem) throw plain(`${name}: ${problem}`)
  }
  return body
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}

function problemWith(value: unknown, { kind, oneOf }: Rule): string | null {
  switch (kind) {
    case 'integer':
      return Number.isSafeInteger(value) ? null : wrongType(value, 'i32')
    case 'boolean':
      return typeof value === 'boolean' ? null : wrongType(value, 'a boolean')
    case 'object':
      return isRecord(value) ? null : wrongType(value, 'a map')
    case 'strings':
      if (!Array.isArray(value)) return wrongType(value, 'a sequence')
      return value.map((item) => problemWith(item, { kind: 'string', oneOf })).find(Boolean) ?? null
    case 'uuid':
      return isUuid(value) ? null : wrongType(value, 'a UUID')
    case 'string':
      if (typeof value !== 'string') return wrongType(value, 'a string')
      return oneOf && !oneOf.includes(value)
        ? `unknown variant \`${value}\`, expected one of ${oneOf.map((item) => `\`${item}\``).join(', ')}`
        : null
  }
}

/** `invalid type: string "11", expected i32`, as the panel says it. */
function wrongType(value: unknown, expected: string): string {
  return `invalid type: ${described(value)}, expected ${expected}`
}

function described(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `string ${JSON.stringify(value)}`
  if (typeof value === 'boolean') return `boolean \`${value}\``
  if (typeof value === 'number')
    return `${Number.isInteger(value) ? 'integer' : 'floating point'} \`${value}\``
  return Array.isArray(value) ? 'sequence' : 'map'
}

function plain(text: string): Refusal {
  return new Refusal(400, text)
}

const LABEL = /^[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?$/

/** A registrable name in its ASCII form: at least two labels, the last one not of digits alone. */
export function isDomain(text: string): boolean {
  const labels = text.split('.')
  return (
    text.length <= 253 &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '')
  )
}
