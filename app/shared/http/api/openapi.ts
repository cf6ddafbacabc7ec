import type { Endpoint } from '#app/shared/http/endpoint'
import { answersFor, type ApiAudience, requiredAbility } from '#app/shared/http/api/audience'
import { commonSchemas, listOf, normaliseSchema } from '#app/shared/http/api/openapi_schemas'

type Schema = Record<string, unknown>

export interface Operation {
  operationId: string
  summary: string
  tags: string[]
  description?: string
  security: Record<string, string[]>[]
  parameters: Schema[]
  requestBody?: Schema
  responses: Record<string, Schema>
}

export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    securitySchemes: Record<string, Schema>
    headers: Record<string, Schema>
  }
}

interface ApiToDescribe {
  endpoints: Endpoint[]
  audience: ApiAudience
  serverUrl: string
  brandName: string
}

/** The OpenAPI 3.1 document of one host's API, made from the rows that register and protect it. */
export function describeApi({ endpoints, audience, serverUrl, brandName }: ApiToDescribe): OpenApiDocument {
  const answered = endpoints.filter((endpoint) => answersFor(endpoint, audience))
  const paths: OpenApiDocument['paths'] = {}
  for (const endpoint of answered) {
    const path = toTemplate(endpoint.path)
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describeOperation(endpoint, audience) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: audience === 'staff' ? `${brandName} staff API` : `${brandName} API`,
      version: '1',
      description: introduction,
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(answered.map((endpoint) => endpoint.group))].map((name) => ({ name })),
    paths,
    components: {
      schemas: commonSchemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token.' } },
      headers: commonHeaders,
    },
  }
}

const introduction = `JSON over HTTPS. Send an API token as \`Authorization: Bearer …\`; what it may do is its abilities, narrowed to what its owner may do.
Amounts are whole minor units in strings, instants ISO 8601 in UTC, calendar dates \`YYYY-MM-DD\`, ids start with what they name (\`inv_…\`).
A field or parameter that is not described is refused (422 \`unknown_field\`), and nothing is done. Lists answer \`{ data, next_cursor }\`. Errors are \`application/problem+json\` with a stable \`code\`.
Requests marked with it accept an \`Idempotency-Key\` header: the same request with the same key is done once, and answered again with \`Idempotent-Replayed: true\` for a day.`

const rateLimitHeaders = {
  'RateLimit-Limit': { schema: { type: 'integer' }, description: 'Requests a minute.' },
  'RateLimit-Remaining': { schema: { type: 'integer' }, description: 'How many are left in this minute.' },
  'RateLimit-Reset': { schema: { type: 'integer' }, description: 'Seconds until it starts again.' },
}

const commonHeaders = {
  ...rateLimitHeaders,
  'Retry-After': { schema: { type: 'integer' }, description: 'Seconds after which to try again.' },
  'Idempotent-Replayed': {
    schema: { type: 'string', const: 'true' },
    description: 'Says that this is the kept answer to an earlier request with the same `Idempotency-Key`.',
  },
}

function toTemplate(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}')
}

function describeOperation(endpoint: Endpoint, audience: ApiAudience): Operation {
  const ability = requiredAbility(endpoint, audience)
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    tags: [endpoint.group],
    ...(ability ? { description: `Needs the ability \`${ability}\`.` } : {}),
    security: ability ? [{ token: [] }] : [],
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint), ...headerParameters(endpoint)],
    ...(endpoint.body ? { requestBody: describeBody(endpoint.body.toJSONSchema(), endpoint.file) } : {}),
    ...(endpoint.fileTypes ? { requestBody: describeFile(endpoint.fileTypes) } : {}),
    responses: { ...describeAnswer(endpoint), ...describeProblems(endpoint, ability !== null) },
  }
}

function pathParameters(endpoint: Endpoint): Schema[] {
  return [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(endpoint: Endpoint): Schema[] {
  const schema = endpoint.query?.toJSONSchema() as { properties?: Schema; required?: string[] } | undefined
  return Object.entries(schema?.properties ?? {}).map(([name, value]) => ({
    name,
    in: 'query',
    required: schema?.required?.includes(name) ?? false,
    schema: normaliseSchema(value),
  }))
}

function headerParameters(endpoint: Endpoint): Schema[] {
  if (!endpoint.isIdempotent) return []
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Your own name for this request. Repeating it with the same key does nothing twice.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ]
}

function describeBody(schema: object, file?: string): Schema {
  const required = (schema as { required?: string[] }).required ?? []
  if (file) return describeForm(normaliseSchema(schema) as Schema, file)
  return {
    required: required.length > 0,
    content: { 'application/json': { schema: normaliseSchema(schema) } },
  }
}

/** A form with one file beside its fields. */
function describeForm(schema: Schema, file: string): Schema {
  const properties = { ...(schema.properties as Schema), [file]: { type: 'string', format: 'binary' } }
  const required = [...((schema.required as string[] | undefined) ?? []), file]
  return {
    required: true,
    content: { 'multipart/form-data': { schema: { ...schema, properties, required } } },
  }
}

function describeFile(contentTypes: readonly string[]): Schema {
  const binary = { schema: { type: 'string', format: 'binary' } }
  return { required: true, content: Object.fromEntries(contentTypes.map((type) => [type, binary])) }
}

function referToHeaders(names: string[]): Record<string, Schema> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

function describeAnswer({ answers, isIdempotent }: Endpoint): Record<string, Schema> {
  const replayed = isIdempotent ? ['Idempotent-Replayed'] : []
  const headers = referToHeaders([...Object.keys(rateLimitHeaders), ...replayed])
  const base = { description: answers.status === 204 ? 'Done; no body.' : 'Done.', headers }
  if (answers.contentType) {
    const binary = { schema: { type: 'string', format: 'binary' } }
    const content = Object.fromEntries([answers.contentType].flat().map((type) => [type, binary]))
    return { [answers.status]: { ...base, content } }
  }
  if (!answers.shape) return { [answers.status]: base }
  const item = normaliseSchema(answers.shape.toJSONSchema())
  const schema = answers.isList ? listOf(item) : item
  return { [answers.status]: { ...base, content: { 'application/json': { schema } } } }
}

/** What is said of any body before the endpoint looks at it. */
const bodyProblems: [number, string][] = [
  [400, '`malformed_body`: the body is not the JSON that it says it is.'],
  [413, '`too_large`: the body is larger than 256 kB, or than a file may be.'],
  [415, '`unsupported_content_type`: the body is of another type than is described.'],
]

function describeProblems(endpoint: Endpoint, needsToken: boolean): Record<string, Schema> {
  const common: [number, string][] = [
    ...(needsToken
      ? ([
          [401, 'The token is missing or not valid.'],
          [403, 'The token may not do this.'],
        ] as [number, string][])
      : []),
    ...(endpoint.path.includes(':')
      ? ([[404, 'There is no such thing, or it is not yours.']] as [number, string][])
      : []),
    ...(endpoint.method === 'GET' ? [] : bodyProblems),
    [422, 'Some fields need attention. `unknown_field`: the request names what is not described here.'],
    ...(endpoint.isIdempotent
      ? ([[409, '`idempotency_key_in_use`: the first request is still under way.']] as [number, string][])
      : []),
    [429, 'Too many requests; see Retry-After.'],
  ]
  const own = (endpoint.problems ?? []).map(
    ({ status, code, when }) => [status, `\`${code}\`: ${when}`] as [number, string]
  )
  const byStatus = new Map<number, string[]>()
  for (const [status, text] of [...common, ...own])
    byStatus.set(status, [...(byStatus.get(status) ?? []), text])
  return Object.fromEntries(
    [...byStatus].map(([status, texts]) => {
      const headers = status === 429 ? { headers: referToHeaders(['Retry-After']) } : {}
      return [status, { ...problemResponse(texts.join(' ')), ...headers }]
    })
  )
}

function problemResponse(description: string): Schema {
  const schema = { $ref: '#/components/schemas/Problem' }
  return { description, content: { 'application/problem+json': { schema } } }
}
