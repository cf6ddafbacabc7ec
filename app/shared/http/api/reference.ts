import type { HttpContext } from '@adonisjs/core/http'
import type { OpenApiDocument, Operation } from '#app/shared/http/api/openapi'

interface ReferenceEntry {
  id: string
  method: string
  path: string
  summary: string
  description: string
  parameters: { name: string; place: string; type: string; isRequired: boolean }[]
  fields: Field[]
  answers: { status: string; description: string; fields: Field[] }[]
  curl: string
}

interface Field {
  name: string
  type: string
  isRequired: boolean
}

type Schema = Record<string, unknown>

/**
 * The readable reference: the same document as openapi.json, as one page that needs nothing from elsewhere.
 * @param nonce what its style and script carry
 */
export async function renderReference(
  ctx: HttpContext,
  document: OpenApiDocument,
  nonce: string
): Promise<string> {
  const server = document.servers[0]!.url
  return ctx.view.render('api/reference', {
    nonce,
    server,
    title: document.info.title,
    paragraphs: document.info.description.split('\n').map(toHtml),
    groups: document.tags.map(({ name }) => ({ name, entries: listEntries(document, name, server) })),
  })
}

function listEntries(document: OpenApiDocument, group: string, server: string): ReferenceEntry[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation.tags.includes(group))
      .map(([method, operation]) => toEntry({ path, method: method.toUpperCase(), operation, server }))
  )
}

interface Located {
  path: string
  method: string
  operation: Operation
  server: string
}

function toEntry({ path, method, operation, server }: Located): ReferenceEntry {
  const bodySchema = jsonSchemaOf(operation.requestBody)
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    description: toHtml(operation.description ?? 'Needs no token.'),
    parameters: operation.parameters.map((parameter) => ({
      name: String(parameter.name),
      place: String(parameter.in),
      type: typeName(parameter.schema as Schema),
      isRequired: parameter.required === true,
    })),
    fields: listFields(bodySchema),
    answers: Object.entries(operation.responses).map(([status, answer]) => ({
      status,
      description: toHtml(String(answer.description)),
      fields: Number(status) < 300 ? listFields(jsonSchemaOf(answer)) : [],
    })),
    curl: writeCurl({ path, method, operation, server }, bodySchema),
  }
}

function jsonSchemaOf(holder: Schema | undefined): Schema | undefined {
  const content = holder?.content as Record<string, { schema: Schema }> | undefined
  return content?.['application/json']?.schema
}

/** Fields in one flat list, nested ones with their path: `lines[].total`. */
function listFields(schema: Schema | undefined, prefix = ''): Field[] {
  const properties = (schema?.properties ?? {}) as Record<string, Schema>
  const required = (schema?.required ?? []) as string[]
  return Object.entries(properties).flatMap(([name, value]) => {
    const field = { name: prefix + name, type: typeName(value), isRequired: required.includes(name) }
    const inner = value.type === 'array' ? (value.items as Schema) : value
    const suffix = value.type === 'array' ? '[].' : '.'
    return [field, ...listFields(inner, `${prefix}${name}${suffix}`)]
  })
}

function typeName(schema: Schema): string {
  if (typeof schema?.$ref === 'string') return schema.$ref.split('/').at(-1)!
  if (Array.isArray(schema?.enum)) return schema.enum.map((value) => String(value)).join(' | ')
  if (Array.isArray(schema?.anyOf)) return (schema.anyOf as Schema[]).map(typeName).join(' | ')
  if (schema?.type === 'array') return `list of ${typeName(schema.items as Schema)}`
  if (Array.isArray(schema?.type)) return schema.type.join(' | ')
  return typeof schema?.type === 'string' ? schema.type : 'any'
}

function writeCurl({ path, method, operation, server }: Located, body: Schema | undefined): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}"${server}${path}"`]
  if (operation.security.length > 0) lines.push('-H "Authorization: Bearer $TOKEN"')
  if (operation.parameters.some((parameter) => parameter.name === 'Idempotency-Key')) {
    lines.push('-H "Idempotency-Key: $(uuidgen)"')
  }
  if (body) {
    lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(exampleOf(body))}'`)
  }
  return lines.join(' \\\n  ')
}

function exampleOf(schema: Schema): unknown {
  if (typeof schema.$ref === 'string') return { amount: '1401', currency: 'EUR' }
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (Array.isArray(schema.anyOf)) return exampleOf((schema.anyOf as Schema[])[0] ?? {})
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
    return Object.fromEntries(properties.map(([name, value]) => [name, exampleOf(value)]))
  }
  if (type === 'array') return [exampleOf((schema.items ?? {}) as Schema)]
  if (type === 'number' || type === 'integer') return schema.minimum ?? 1
  return type === 'boolean' ? true : '…'
}

/** Text from our own tables as HTML: escaped, with `code` set as code. */
function toHtml(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
}

export function escapeHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped.replaceAll('"', '&quot;')
}
