import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { SeenRequest } from '#tests/payments/drivers/stripe_requests'

/** PayPal's own descriptions of its interfaces; they are read where they are at hand and never shipped. */
export const descriptionFolder = fileURLToPath(
  new URL('../../../../shared/reference/specs/paypal/', import.meta.url)
)
export const hasDescriptions = existsSync(descriptionFolder)

const files = [
  'checkout_orders_v2.json',
  'payments_payment_v2.json',
  'vault_payment_tokens_v3.json',
  'customer_disputes_v1.json',
  'notifications_webhooks_v1.json',
]

interface Description {
  components: { schemas: Record<string, Record<string, unknown>> }
  paths: Record<string, Record<string, Operation>>
}

interface Operation {
  parameters?: Parameter[]
  requestBody?: { content?: Record<string, { schema?: object }> }
}

interface Parameter {
  in?: string
  name?: string
  required?: boolean
  $ref?: string
}

/** Members and words that PayPal added after these descriptions were made, by their own documentation. */
const laterMembers = new Set(['stored_credential', 'merchant_customer_id', 'usage_pattern'])
const laterWords: Record<string, string[]> = {
  usage_pattern: ['SUBSCRIPTION_PREPAID', 'SUBSCRIPTION_POSTPAID', 'UNSCHEDULED_PREPAID'],
  type: ['SETUP_TOKEN'],
}

/** Addresses that have no description among these. */
const undescribed = ['/v1/oauth2/token', '/v1/reporting/transactions', '/v1/reporting/balances']

/** What the descriptions have against requests, one sentence each. */
export function complaintsAbout(requests: SeenRequest[], prefix: string): string[] {
  const descriptions = files.map((file) => JSON.parse(readFileSync(descriptionFolder + file, 'utf8')) as Description)
  return requests.flatMap((request) => {
    const path = request.path.slice(prefix.length)
    const [place = '', query = ''] = path.split('?')
    if (undescribed.includes(place)) return []
    for (const description of descriptions) {
      const operation = findOperation(description, place)?.[request.method.toLowerCase()]
      if (operation) return complaintsAboutOne(description, operation, { ...request, path: place, query })
    }
    return [`${request.method} ${place} is not described`]
  })
} // prettier-ignore

function complaintsAboutOne(
  description: Description,
  operation: Operation,
  { method, path, query, body, headers }: SeenRequest & { query: string }
): string[] {
  const name = `${method} ${path}`
  const known = (operation.parameters ?? []).map((parameter) => resolved(description, parameter))
  const strange = [...new URLSearchParams(query).keys()].filter(
    (field) => !known.some((parameter) => parameter.in === 'query' && parameter.name === field)
  )
  const complaints = strange.map((field) => `${name} does not take ${field}`)
  const takesKey = known.some((parameter) => parameter.name?.toLowerCase() === 'paypal-request-id')
  if (takesKey && !headers['paypal-request-id']) complaints.push(`${name} has no PayPal-Request-Id`)
  const schema = operation.requestBody?.content?.['application/json']?.schema
  if (!schema || body === '') return complaints
  const validate = validatorFor(description, schema)
  const said = JSON.parse(body) as object
  return validate(said)
    ? complaints
    : [...complaints, `${name}: ${JSON.stringify(validate.errors?.slice(0, 3))}`]
}

function resolved({ components }: Description, parameter: Parameter): Parameter {
  if (!parameter.$ref) return parameter
  const parameters = (components as unknown as { parameters: Record<string, Parameter> }).parameters
  return parameters[parameter.$ref.split('/').at(-1)!] ?? parameter
}

function validatorFor(description: Description, schema: object) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: false })
  ajv.addSchema({ $id: 'paypal', components: withLaterWords(description.components) })
  return ajv.compile(
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"paypal#/components')) as object
  )
}

/** Objects are closed, so that a member which PayPal does not know is found; parts of others are closed with the whole. */
function withLaterWords(components: Description['components']): object {
  const widened = JSON.parse(JSON.stringify(components)) as Description['components']
  const schemas = Object.entries(widened.schemas)
  const parts = new Set(
    schemas.flatMap(([, { allOf }]) => ((allOf ?? []) as { $ref?: string }[]).map(({ $ref }) => $ref))
  )
  for (const [name, schema] of schemas) {
    const properties = schema.properties as Record<string, object> | undefined
    if (properties) for (const member of laterMembers) properties[member] ??= {}
    if (parts.has(`#/components/schemas/${name}`) || schema.type !== 'object') continue
    if (schema.allOf) schema.unevaluatedProperties = false
    else if (properties) schema.additionalProperties ??= false
  }
  widenWords(widened)
  return widened
}

function widenWords(value: unknown): void {
  if (value === null || typeof value !== 'object') return
  for (const [name, member] of Object.entries(value)) {
    const words = (member as { enum?: unknown } | null)?.enum
    if (Array.isArray(words) && name in laterWords) words.push(...laterWords[name]!)
    else widenWords(member)
  }
}

function findOperation(description: Description, place: string): Record<string, Operation> | undefined {
  const match = Object.keys(description.paths).find((template) =>
    new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(place)
  )
  return match ? description.paths[match] : undefined
}
