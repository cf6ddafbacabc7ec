import { matchesInTime } from '#app/shared/timed_pattern'

/** What its buyer may or must set for a game, as the panel's egg describes it. */
export interface VariableDefinition {
  /** Name in the environment: `MINECRAFT_VERSION`. */
  code: string
  name: string
  description: string
  defaultValue: string
  /** In the panel's own words: `required|string|max:20`. */
  rules: string
}

/** Capitals tell variables from the options of a product, beside which they are chosen. */
export const variableCode = /^[A-Z][A-Z0-9_]{0,99}$/

/** What is wrong with a value; the words for it are of the screens. */
export type VariableProblem =
  | { rule: 'required' | 'number' | 'whole_number' | 'yes_or_no' | 'letters' | 'letters_digits' | 'url' | 'email' | 'format' | 'text' }
  | { rule: 'one_of'; values: string[] }
  | { rule: 'at_least' | 'at_most' | 'exactly'; bound: number; unit: 'characters' | 'number' }
  | { rule: 'between'; minimum: number; maximum: number; unit: 'characters' | 'number' } // prettier-ignore

interface Rule {
  name: string
  parameters: string[]
}

/** Longer values are no settings of a game. */
const lengthMax = 2000

/**
 * Holds a value to the rules of its variable, before the panel does so again. The rules are those of the framework behind the panel
 * (Laravel); one that we do not know is left to the panel, which refuses what it does not take.
 * @param others values of the variables beside it, which some rules name
 */
export function checkVariable(
  rules: string,
  value: string,
  others: Readonly<Record<string, string>> = {}
): VariableProblem | null {
  const parsed = parseRules(rules)
  const names = new Set(parsed.map(({ name }) => name))
  if (value === '') return parsed.some((rule) => isNeeded(rule, others)) ? { rule: 'required' } : null
  if (value.length > lengthMax) return { rule: 'at_most', bound: lengthMax, unit: 'characters' }
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) return { rule: 'text' }
  const isNumber = names.has('numeric') || names.has('integer')
  for (const rule of parsed) {
    const problem = problemWith(value, rule, isNumber)
    if (problem) return problem
  }
  return null
}

/** Values of the variables that were given, with the default of every other one; what the game does not know is a mistake. */
export function fillVariables(
  definitions: readonly VariableDefinition[],
  given: Record<string, string>
): { values: Record<string, string>; faults: { code: string; name: string; problem: VariableProblem }[] } {
  const values = Object.fromEntries(
    definitions.map(({ code, defaultValue }) => [code, (given[code] ?? defaultValue).trim()])
  )
  const faults = definitions.flatMap(({ code, name, rules }) => {
    const problem = checkVariable(rules, values[code] ?? '', values)
    return problem ? [{ code, name, problem }] : []
  })
  return { values, faults }
}

/** Splits at bars as the framework does, except within the slashes of a pattern. */
function parseRules(text: string): Rule[] {
  const parts = text.match(/(?:not_)?regex:\/(?:\\.|[^/\\])*\/[a-zA-Z]*|[^|]+/g) ?? []
  return parts.map((part) => {
    const colon = part.indexOf(':')
    if (colon < 0) return { name: part.trim(), parameters: [] }
    const name = part.slice(0, colon).trim()
    const rest = part.slice(colon + 1)
    return { name, parameters: name.endsWith('regex') ? [rest] : readList(rest) }
  })
}

/** Values between commas; within quotes a comma belongs to its value, and a doubled quote is one. */
function readList(text: string): string[] {
  const items = text.match(/(?:"(?:[^"]|"")*"|[^,"])+/g) ?? []
  return items.map((item) => {
    const trimmed = item.trim()
    const isQuoted = trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"')
    return isQuoted ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed
  })
}

/** Whether nothing is too little, by itself or because of what another variable says. What is not known here is left to the panel. */
function isNeeded({ name, parameters }: Rule, others: Readonly<Record<string, string>>): boolean {
  const [first = '', ...rest] = parameters
  const valueOf = (code: string) => others[code.replace(/^environment\./, '')]
  const isGiven = (code: string) => (valueOf(code) ?? '') !== ''
  switch (name) {
    case 'required':
      return true
    case 'required_if':
      return rest.includes(valueOf(first) ?? '')
    case 'required_unless':
      return valueOf(first) !== undefined && !rest.includes(valueOf(first)!)
    case 'required_with':
      return parameters.some(isGiven)
    case 'required_with_all':
      return parameters.every(isGiven)
    case 'required_without':
      return parameters.some((code) => valueOf(code) === '')
    case 'required_without_all':
      return parameters.every((code) => valueOf(code) === '')
    default:
      return false
  }
}

function problemWith(value: string, { name, parameters }: Rule, isNumber: boolean): VariableProblem | null {
  switch (name) {
    case 'numeric':
      return isFinite(value) ? null : { rule: 'number' }
    case 'integer':
      // As PHP filters whole numbers: without zeros in front.
      return /^[+-]?(?:0|[1-9]\d{0,17})$/.test(value) ? null : { rule: 'whole_number' }
    case 'boolean':
      return value === '0' || value === '1' ? null : { rule: 'yes_or_no' }
    case 'alpha_dash':
      return /^[\p{L}\p{M}\p{N}_-]+$/u.test(value) ? null : { rule: 'letters' }
    case 'alpha':
      return /^[\p{L}\p{M}]+$/u.test(value) ? null : { rule: 'letters' }
    case 'alpha_num':
      return /^[\p{L}\p{M}\p{N}]+$/u.test(value) ? null : { rule: 'letters_digits' }
    case 'url':
      return /^https?:\/\//.test(value) && URL.canParse(value) ? null : { rule: 'url' }
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : { rule: 'email' }
    case 'in':
      return parameters.includes(value) ? null : { rule: 'one_of', values: parameters }
    case 'not_in':
      return parameters.includes(value) ? { rule: 'format' } : null
    case 'starts_with':
      return parameters.some((start) => value.startsWith(start)) ? null : { rule: 'format' }
    case 'ends_with':
      return parameters.some((end) => value.endsWith(end)) ? null : { rule: 'format' }
    case 'regex':
      return matches(parameters[0], value) === false ? { rule: 'format' } : null
    case 'not_regex':
      return matches(parameters[0], value) === true ? { rule: 'format' } : null
    case 'digits':
    case 'digits_between':
      return digitsProblem(value, parameters)
    default:
      return sizeProblem(value, { name, parameters }, isNumber)
  }
}

function digitsProblem(value: string, parameters: string[]): VariableProblem | null {
  const [first = Number.NaN, second = first] = parameters.map(Number)
  if (!/^\d+$/.test(value)) return { rule: 'whole_number' }
  const isRight = value.length >= first && value.length <= second
  return isRight ? null : { rule: 'between', minimum: first, maximum: second, unit: 'characters' }
}

function sizeProblem(value: string, { name, parameters }: Rule, isNumber: boolean): VariableProblem | null {
  const [first = Number.NaN, second = Number.NaN] = parameters.map(Number)
  const size = isNumber ? Number(value) : [...value].length
  const unit = isNumber ? 'number' : 'characters'
  if (name === 'min' && size < first) return { rule: 'at_least', bound: first, unit }
  if (name === 'max' && size > first) return { rule: 'at_most', bound: first, unit }
  if (name === 'size' && size !== first) return { rule: 'exactly', bound: first, unit }
  if (name === 'between' && (size < first || size > second))
    return { rule: 'between', minimum: first, maximum: second, unit }
  return null
}

/** As PHP reads numbers: neither `0x1F` nor `1_000`, and none that are too large. */
function isFinite(value: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(value) && Number.isFinite(Number(value))
}

/** `/^(.+)\.jar$/i` as it stands in a rule; null for a pattern of another dialect, or one that takes too long, which only the panel can try. */
function matches(text = '', value: string): boolean | null {
  const end = text.lastIndexOf('/')
  if (!text.startsWith('/') || end < 1) return null
  try {
    const pattern = { source: text.slice(1, end), flags: text.slice(end + 1).replace(/[^imsu]/g, '') }
    return matchesInTime(pattern, value)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
