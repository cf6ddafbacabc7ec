/**
 * Request validation with the vendor's (Laravel's) sentences. Stricter than the real panel in one way: a key that the
 * interface does not know is refused instead of ignored, so that a misspelt field cannot pass unnoticed.
 */
import { Refusal } from './refusal.ts'

interface Rule {
  type: 'int' | 'number' | 'string' | 'bool' | 'ints' | 'strings'
  required?: boolean
  min?: number
  max?: number
  oneOf?: (string | number)[]
  pattern?: RegExp
}

export type Rules = Record<string, Rule>
export type Fields = Record<string, unknown>

/** Where the endpoint puts its sentences: newer ones use `errors`, older ones a single `msg`. */
export type ErrorStyle = 'list' | 'map' | 'msg'

export function validate(body: unknown, rules: Rules, style: ErrorStyle = 'map'): Fields {
  const fields = isRecord(body) ? body : {}
  const errors = new Map<string, string>()
  for (const [name, rule] of Object.entries(rules)) {
    const problem = problemWith(name, fields[name], rule)
    if (problem) errors.set(name, problem)
  }
  for (const name of Object.keys(fields)) {
    if (!(name in rules)) errors.set(name, `The ${words(name)} field is not known.`)
  }
  if (errors.size > 0) throw refusalOf(errors, style)
  return fields
}

export function refusalOf(errors: Map<string, string>, style: ErrorStyle): Refusal {
  if (style === 'msg') return new Refusal(422, { msg: [...errors.values()][0] })
  if (style === 'list') return new Refusal(422, { errors: [...errors.values()] })
  return new Refusal(422, { errors: Object.fromEntries([...errors].map(([name, text]) => [name, [text]])) })
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function problemWith(name: string, value: unknown, rule: Rule): string | null {
  const label = `The ${words(name)} field`
  if (value === undefined || value === null) return rule.required ? `${label} is required.` : null
  if (rule.required && value === '') return `${label} is required.`
  return typeProblem(label, value, rule) ?? rangeProblem(label, value, rule)
}

function typeProblem(label: string, value: unknown, rule: Rule): string | null {
  switch (rule.type) {
    case 'int':
      return Number.isSafeInteger(value) ? null : `${label} must be an integer.`
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : `${label} must be a number.`
    case 'string':
      return typeof value === 'string' ? null : `${label} must be a string.`
    case 'bool':
      return typeof value === 'boolean' ? null : `${label} must be true or false.`
    case 'ints':
      return isListOf(value, Number.isSafeInteger) ? null : `${label} must be an array of integers.`
    case 'strings':
      return isListOf(value, (item) => typeof item === 'string')
        ? null
        : `${label} must be an array of strings.`
  }
}

function rangeProblem(label: string, value: unknown, rule: Rule): string | null {
  const size = typeof value === 'number' ? value : lengthOf(value)
  const unit = typeof value === 'string' ? ' characters' : ''
  if (rule.min !== undefined && size < rule.min) return `${label} must be at least ${rule.min}${unit}.`
  if (rule.max !== undefined && size > rule.max)
    return `${label} must not be greater than ${rule.max}${unit}.`
  if (rule.oneOf && !rule.oneOf.some((allowed) => allowed === value))
    return `The selected ${label.slice(4, -6)} is invalid.`
  if (rule.pattern && !rule.pattern.test(String(value))) return `${label} format is invalid.`
  return null
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0
}

function isListOf(value: unknown, test: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(test)
}

/** `packageId` reads as "package id" in the vendor's sentences. */
function words(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}
