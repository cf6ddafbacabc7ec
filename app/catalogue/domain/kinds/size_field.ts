import { variableCode } from '#app/catalogue/domain/variable_rules'

/** One size or setting of a product kind: what it may be, and what it is called on the wire. */
export type SizeField =
  | { name: string; type: 'number'; minimum: number; maximum: number; fallback?: number }
  | { name: string; type: 'text'; maxLength: number; isRequired?: boolean }
  /** Several texts in an order, such as disks. */
  | { name: string; type: 'texts'; itemsMax: number }
  | { name: string; type: 'switch' }
  /** Texts by name, such as the variables of a game. */
  | { name: string; type: 'variables'; itemsMax: number }
  /** What a buyer is asked for: variables with their rules. */
  | { name: string; type: 'questions'; itemsMax: number }

export interface SizeFault {
  field: string
  message: string
}

export type Sizes = Record<string, unknown>

/** Holds sizes to the table of their kind. What is left out becomes its fallback, an empty text or list, or a fault. */
export function readSizes(fields: readonly SizeField[], given: Sizes): { sizes: Sizes; faults: SizeFault[] } {
  const known = new Set(fields.map(({ name }) => name))
  const faults: SizeFault[] = Object.keys(given)
    .filter((name) => !known.has(name))
    .map((field) => ({ field, message: 'This kind of product has no such size.' }))
  const sizes: Sizes = {}
  for (const field of fields) {
    const value = given[field.name] ?? fallbackOf(field)
    const message = faultIn(field, value)
    if (message) faults.push({ field: field.name, message })
    else sizes[field.name] = value
  }
  return { sizes, faults }
}

/** `memoryMb` is `memory_mb` on the wire, and a switch `backups` is `has_backups`. */
export function wireName({ name, type }: SizeField): string {
  const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return type === 'switch' ? `has_${snake}` : snake
}

export function toWireSizes(fields: readonly SizeField[], sizes: object): Record<string, unknown> {
  const all = sizes as Sizes
  return Object.fromEntries(fields.map((field) => [wireName(field), all[field.name] ?? null]))
}

/** Names of the wire back to those of the domain; unknown names stay, so that they are refused. */
export function fromWireSizes(fields: readonly SizeField[], wire: Sizes): Sizes {
  const names = new Map(fields.map((field) => [wireName(field), field.name]))
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [names.get(name) ?? name, value]))
}

/** What a size is when nobody says; undefined where somebody has to. */
export function fallbackOf(field: SizeField): unknown {
  switch (field.type) {
    case 'number':
      return field.fallback
    case 'text':
      return field.isRequired ? undefined : ''
    case 'texts':
    case 'questions':
      return []
    case 'switch':
      return false
    case 'variables':
      return {}
  }
}

function faultIn(field: SizeField, value: unknown): string | null {
  switch (field.type) {
    case 'number':
      return Number.isSafeInteger(value) && Number(value) >= field.minimum && Number(value) <= field.maximum
        ? null
        : `It must be a whole number from ${field.minimum} to ${field.maximum}.`
    case 'text':
      if (!isLine(value, field.maxLength))
        return `It must be one line of at most ${field.maxLength} characters.`
      return field.isRequired && value.trim() === '' ? 'It must not be empty.' : null
    case 'texts':
      return Array.isArray(value) &&
        value.length <= field.itemsMax &&
        value.every((item) => isLine(item, 200))
        ? null
        : `It must be a list of at most ${field.itemsMax} texts.`
    case 'switch':
      return typeof value === 'boolean' ? null : 'It must be true or false.'
    case 'questions':
      return Array.isArray(value) && value.length <= field.itemsMax && value.every(isQuestion)
        ? null
        : `It must be at most ${field.itemsMax} variables with code, name, description, defaultValue and rules.`
    case 'variables':
      return isVariables(value, field.itemsMax)
        ? null
        : `It must be at most ${field.itemsMax} texts, each with a name.`
  }
}

function isLine(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length <= maxLength && !/\p{Cc}/u.test(value)
}

function isQuestion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { code, ...texts } = value as Record<string, unknown>
  const names = ['name', 'description', 'defaultValue', 'rules']
  return (
    typeof code === 'string' &&
    variableCode.test(code) &&
    names.every((name) => isLine(texts[name], 2000)) &&
    Object.keys(texts).every((name) => names.includes(name))
  )
}

function isVariables(value: unknown, itemsMax: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return (
    entries.length <= itemsMax &&
    entries.every(([name, text]) => /^[A-Za-z0-9_]{1,100}$/.test(name) && isLine(text, 2000))
  )
}
