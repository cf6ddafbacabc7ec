/**
 * Reads the body of a call. Stricter than the real panel in one way: a key that the interface does not know is refused instead of ignored,
 * so that a misspelt one cannot pass unnoticed.
 */
import { invalid } from './refusal.ts'

export type Fields = Record<string, unknown>
type Kind = 'int' | 'string' | 'bool' | 'object' | 'ints' | 'any'
/** A question mark at the end: may be left out or null. */
export type Shape = Record<string, `${Kind}` | `${Kind}?`>

export function readBody(body: unknown, shape: Shape): Fields {
  const fields = isRecord(body) ? body : {}
  for (const name of Object.keys(fields)) {
    if (!(name in shape)) throw invalid(`The field "${name}" is not known.`)
  }
  for (const [name, written] of Object.entries(shape)) {
    const isOptional = written.endsWith('?')
    const kind = written.replace('?', '') as Kind
    const value = fields[name]
    if (value === undefined || value === null) {
      if (!isOptional) throw invalid(`The field "${name}" is required.`)
      continue
    }
    if (!fits(kind, value)) throw invalid(`The field "${name}" has the wrong type.`)
  }
  return fields
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `{"client": {"id": 5}}` → 5: the id shape of the vendor's own screens. */
export function idIn(value: unknown): number | undefined {
  return isRecord(value) && Number.isSafeInteger(value.id) ? Number(value.id) : undefined
}

/** Query texts are `true`, `false`, `1` or `0`. */
export function isTrue(value: unknown): boolean {
  return value === 'true' || value === '1'
}

/** `disks[]=1&disks[]=1` arrives as a list, a single one as a text. */
export function listIn(query: Fields, name: string): string[] | undefined {
  const value = query[`${name}[]`]
  if (value === undefined) return undefined
  return (Array.isArray(value) ? value : [value]).map(String)
}

function fits(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'int':
      return Number.isSafeInteger(value)
    case 'string':
      return typeof value === 'string'
    case 'bool':
      return typeof value === 'boolean'
    case 'object':
      return isRecord(value) || (Array.isArray(value) && value.length === 0)
    case 'ints':
      return Array.isArray(value) && value.every(Number.isSafeInteger)
    case 'any':
      return true
  }
}
