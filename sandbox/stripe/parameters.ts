import { invalidRequest, StripeError } from './errors.ts'
import type { Form, FormValue } from './form.ts'
import tables from './parameters.json' with { type: 'json' }
import { Params, type ParamValue } from './params.ts'

/**
 * parameters.json lists each operation's parameters: a name ending in "!" is required; a type is a word
 * (string, integer, number, boolean, metadata, any), a reference to a definition ("@address"), or one of
 * {object}, {list}, {enum}, {oneOf}, {clearable}. What it does not list is refused.
 */
type Kind =
  | string
  | { object: Record<string, Kind> }
  | { list: Kind }
  | { enum: string[] }
  | { oneOf: Kind[] }
  | { clearable: Kind }

const operations = tables.operations as Record<string, Record<string, Kind>>
const definitions = tables.definitions as Record<string, Kind>

/** Parameters that name something or move money cannot be cleared by an empty text. */
const neverEmpty =
  /^(amount|currency|customer|payment_method|payment_intent|charge|client_secret|return_url|confirmation_token|url|number|type|event|starting_after|ending_before)$/

/** Parameters taken away by the endive release, with the code that says so. */
const removedFrom = /^POST \/v1\/(payment_intents|setup_intents)(\/:id)?(\/confirm)?$/

export function readParams(operation: string, form: Form, options: { publishable: boolean }): Params {
  const table = operations[operation]
  if (!table) throw new Error(`No parameter table for ${operation}`)
  refuseRemoved(operation, form)
  const known = options.publishable ? { ...table, client_secret: 'string', key: 'string' } : table
  return new Params(objectOf(known, form, ''))
}

function refuseRemoved(operation: string, form: Form): void {
  if (!('payment_method_types' in form) || !removedFrom.test(operation)) return
  throw invalidRequest(
    'The `payment_method_types` parameter is no longer supported. Use `automatic_payment_methods`, ' +
      '`payment_method_configuration` or `allowed_payment_method_types` instead.',
    { code: 'payment_method_types_no_longer_supported', param: 'payment_method_types' }
  )
}

function objectOf(table: Record<string, Kind>, form: Form, prefix: string): Record<string, ParamValue> {
  const kinds = new Map(Object.entries(table).map(([name, kind]) => [name.replace('!', ''), kind]))
  const read: Record<string, ParamValue> = {}
  for (const [name, value] of Object.entries(form)) {
    const param = nested(prefix, name)
    const kind = kinds.get(name)
    if (kind === undefined) {
      throw invalidRequest(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
    }
    read[name] = valueOf(kind, value, param)
  }
  for (const name of Object.keys(table)) {
    if (name.endsWith('!') && !(name.slice(0, -1) in read)) throw missing(nested(prefix, name.slice(0, -1)))
  }
  return read
}

export function missing(param: string): StripeError {
  return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
}

function valueOf(kind: Kind, value: FormValue, param: string): ParamValue {
  if (typeof kind === 'string') {
    return kind.startsWith('@') ? valueOf(definition(kind), value, param) : wordOf(kind, value, param)
  }
  if ('clearable' in kind) return value === '' ? '' : valueOf(kind.clearable, value, param)
  if ('enum' in kind) return enumOf(kind.enum, value, param)
  if ('list' in kind) return listOf(kind.list, value, param)
  if ('oneOf' in kind) return firstOf(kind.oneOf, value, param)
  if (typeof value === 'string' || Array.isArray(value)) throw invalidRequest('Invalid object', { param })
  return objectOf(kind.object, value, param)
}

function definition(reference: string): Kind {
  const kind = definitions[reference.slice(1)]
  if (kind === undefined) throw new Error(`No definition ${reference}`)
  return kind
}

function wordOf(word: string, value: FormValue, param: string): ParamValue {
  if (word === 'any') return value
  if (word === 'metadata') return metadataOf(value, param)
  if (typeof value !== 'string') throw invalidRequest('Invalid string', { param })
  if (value === '' && (word !== 'string' || neverEmpty.test(lastName(param)))) throw empty(param)
  if (word === 'boolean') return booleanOf(value, param)
  if (word === 'integer') return integerOf(value, param)
  if (word === 'number') return numberOf(value, param)
  return textOf(value, param)
}

const textCharactersMax = 5000
/** Texts of an evidence may be longer. */
const evidenceCharactersMax = 20_000

function textOf(value: string, param: string): string {
  const charactersMax = param.startsWith('evidence[') ? evidenceCharactersMax : textCharactersMax
  if (value.length <= charactersMax) return value
  throw invalidRequest(
    `Invalid string: ${value.slice(0, 10)}…; must be at most ${charactersMax} characters`,
    { code: 'parameter_invalid_string_length', param }
  )
}

function booleanOf(value: string, param: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw invalidRequest(`Invalid boolean: ${value}`, { param })
}

function integerOf(value: string, param: string): number {
  const number = Number(value)
  if (/^-?\d+$/.test(value) && Number.isSafeInteger(number)) return number
  throw invalidRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param })
}

function numberOf(value: string, param: string): number {
  const number = Number(value)
  if (Number.isFinite(number)) return number
  throw invalidRequest(`Invalid number: ${value}`, { param })
}

function enumOf(values: string[], value: FormValue, param: string): string {
  if (value === '') throw empty(param)
  if (typeof value === 'string' && values.includes(value)) return value
  const listed = values.length > 1 ? `${values.slice(0, -1).join(', ')}, or ${values.at(-1)}` : values[0]
  throw invalidRequest(`Invalid ${param}: must be one of ${listed}`, { param })
}

function listOf(kind: Kind, value: FormValue, param: string): ParamValue {
  if (!Array.isArray(value)) throw invalidRequest('Invalid array', { param })
  return value.map((item, index) => valueOf(kind, item, `${param}[${index}]`))
}

function firstOf(kinds: Kind[], value: FormValue, param: string): ParamValue {
  let refusal: unknown
  for (const kind of kinds) {
    try {
      return valueOf(kind, value, param)
    } catch (error) {
      if (!(error instanceof StripeError)) throw error
      refusal = error
    }
  }
  throw refusal
}

const metadataKeysMax = 50
const metadataKeyCharactersMax = 40
const metadataValueCharactersMax = 500

/** An empty text removes a key, so it is kept here and applied where the metadata is merged. */
function metadataOf(value: FormValue, param: string): Record<string, string> {
  if (typeof value === 'string') throw invalidRequest('Invalid object', { param })
  const entries = Object.entries(value)
  if (entries.length > metadataKeysMax) {
    throw invalidRequest(`Metadata can have at most ${metadataKeysMax} keys`, { param })
  }
  for (const [key, text] of entries) {
    if (typeof text !== 'string') throw invalidRequest('Metadata values must be strings', { param })
    if (key.length > metadataKeyCharactersMax) {
      throw invalidRequest(`Metadata keys can have up to ${metadataKeyCharactersMax} characters`, { param })
    }
    if (text.length > metadataValueCharactersMax) {
      throw invalidRequest(
        `Metadata values can have up to ${metadataValueCharactersMax} characters, but you passed in a value ` +
          `that is ${text.length} characters`,
        { param }
      )
    }
  }
  return Object.fromEntries(entries) as Record<string, string>
}

function empty(param: string): StripeError {
  return invalidRequest(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; ` +
      `however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param }
  )
}

function nested(prefix: string, name: string): string {
  return prefix ? `${prefix}[${name}]` : name
}

function lastName(param: string): string {
  return /\[([^[\]]+)\]$/.exec(param)?.[1] ?? param
}
