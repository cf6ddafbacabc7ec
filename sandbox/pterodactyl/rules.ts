/** The framework's validation rules as text (`required|string|max:20`), for request bodies and for the variables of eggs. */
import { type PanelError, Refusal } from './refusal.ts'

export interface Failure {
  rule: string
  detail: string
}

interface Rule {
  name: string
  parameters: string[]
}

/** What is wrong with a value, or null. Rules are tried in their order and the first that fails is told. */
export function checkRules(value: unknown, rules: string, label: string): Failure | null {
  const parsed = parseRules(rules)
  const has = (name: string) => parsed.some((rule) => rule.name === name)
  if (value === undefined && !has('required') && !has('present')) return null
  if (value === undefined && has('present') && !has('required'))
    return { rule: 'present', detail: `The ${label} field must be present.` }
  const isEmpty =
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  if (isEmpty && has('required')) return { rule: 'required', detail: `The ${label} field is required.` }
  if (isEmpty && (value !== null || has('nullable'))) return null
  const isNumeric = has('numeric') || has('integer')
  for (const rule of parsed) {
    const detail = problemWith(value, rule, { label, isNumeric })
    if (detail) return { rule: rule.name, detail }
  }
  return null
}

export type BodyRules = Record<string, string>

/** Checks fields of a body, nested ones by dotted name. Keys that no rule names are ignored, as the panel does. */
export function validateBody(body: unknown, rules: BodyRules): Record<string, unknown> {
  const errors: PanelError[] = []
  for (const [field, text] of Object.entries(rules)) {
    const label = field.replaceAll('_', ' ')
    const failure = checkRules(valueAt(body, field), text, label)
    if (failure) {
      const meta = { source_field: field, rule: failure.rule }
      errors.push({ code: 'ValidationException', detail: failure.detail, meta })
    }
  }
  if (errors.length > 0) throw new Refusal(422, errors)
  return isRecord(body) ? body : {}
}

export function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), body)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Splits at bars as the framework does, except within the slashes of a pattern. */
function parseRules(text: string): Rule[] {
  const parts = text.match(/(?:not_)?regex:\/(?:\\.|[^/])*\/[a-z]*|[^|]+/g) ?? []
  return parts.map((part) => {
    const colon = part.indexOf(':')
    if (colon < 0) return { name: part.trim(), parameters: [] }
    const name = part.slice(0, colon).trim()
    const rest = part.slice(colon + 1)
    return { name, parameters: name.includes('regex') ? [rest] : rest.split(',') }
  })
}

interface Context {
  label: string
  isNumeric: boolean
}

function problemWith(value: unknown, { name, parameters }: Rule, context: Context): string | null {
  const { label } = context
  const text = String(value)
  switch (name) {
    case 'string':
      return typeof value === 'string' ? null : `The ${label} must be a string.`
    case 'numeric':
      return isNumber(value) ? null : `The ${label} must be a number.`
    case 'integer':
      return isNumber(value) && Number.isInteger(Number(value)) ? null : `The ${label} must be an integer.`
    case 'boolean':
      return [true, false, 0, 1, '0', '1'].some((allowed) => allowed === value)
        ? null
        : `The ${label} field must be true or false.`
    case 'array':
      return typeof value === 'object' && value !== null ? null : `The ${label} must be an array.`
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : `The ${label} must be a valid email address.`
    case 'url':
      return URL.canParse(text) ? null : `The ${label} format is invalid.`
    case 'alpha_dash':
      return /^[\p{L}\p{M}\p{N}_-]+$/u.test(text)
        ? null
        : `The ${label} may only contain letters, numbers, and dashes.`
    case 'alpha_num':
      return /^[\p{L}\p{M}\p{N}]+$/u.test(text) ? null : `The ${label} may only contain letters and numbers.`
    case 'in':
      return parameters.includes(text) ? null : `The selected ${label} is invalid.`
    case 'regex':
      return patternOf(parameters[0]).test(text) ? null : `The ${label} format is invalid.`
    case 'not_regex':
      return patternOf(parameters[0]).test(text) ? `The ${label} format is invalid.` : null
    default:
      return sizeProblem(value, { name, parameters }, context)
  }
}

function sizeProblem(
  value: unknown,
  { name, parameters }: Rule,
  { label, isNumeric }: Context
): string | null {
  const size = isNumeric ? Number(value) : Array.isArray(value) ? value.length : String(value).length
  const unit = isNumeric ? '' : Array.isArray(value) ? ' items' : ' characters'
  const [first, second] = parameters.map(Number)
  if (name === 'min' && size < first!) return `The ${label} must be at least ${first}${unit}.`
  if (name === 'max' && size > first!) return `The ${label} may not be greater than ${first}${unit}.`
  if (name === 'size' && size !== first!) return `The ${label} must be ${first}${unit}.`
  if (name === 'between' && (size < first! || size > second!))
    return `The ${label} must be between ${first} and ${second}${unit}.`
  return null
}

function isNumber(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
}

/** `/^(.+)\.jar$/i` as it stands in a rule. */
function patternOf(text = ''): RegExp {
  const end = text.lastIndexOf('/')
  return new RegExp(text.slice(1, end), text.slice(end + 1).replace(/[^imsu]/g, ''))
}
