import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { allEndpoints } from '#start/api'
import { describeApi, type OpenApiDocument, type Operation } from '#app/shared/http/api/openapi'

/** JSON as a test reads it. Tests look into answers by path; the document says what is there. */
export type Json = ReturnType<typeof JSON.parse>

export interface RawAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  body: Json
}

export interface ApiAnswer extends RawAnswer {
  method: string
  /** Below /api/v1. */
  path: string
  audience: 'customer' | 'staff'
}

const documents = new Map<string, OpenApiDocument>()
const validators = new Map<string, ValidateFunction>()

export async function openApiDocument(audience: 'customer' | 'staff'): Promise<OpenApiDocument> {
  const known = documents.get(audience)
  if (known) return known
  const endpoints = await allEndpoints()
  const document = describeApi({
    endpoints,
    audience,
    serverUrl: 'http://localhost/api/v1',
    brandName: 'Test',
  })
  documents.set(audience, document)
  return document
}

/** Fails when an answer is not what the OpenAPI document promises for this request and status. */
export async function assertMatchesOpenApi(answer: ApiAnswer): Promise<void> {
  const document = await openApiDocument(answer.audience)
  const path = answer.path.split('?')[0]!
  const found = findOperation(document, answer.method, path)
  const title = `${answer.method} ${path} → ${answer.status}`
  if (!found) {
    assert.ok([404, 405].includes(answer.status), `${title}: not in the OpenAPI document`)
    return
  }
  if (answer.status >= 500 && answer.status !== 503) assert.fail(`${title}: ${answer.text}`)
  const key = `${answer.audience} ${found.template} ${answer.method} ${answer.status}`
  const response = found.operation.responses[String(answer.status)]
  const isCommonRefusal = answer.status === 404
  assert.ok(
    response ?? isCommonRefusal,
    `${title}: this status is not in the OpenAPI document. ${answer.text}`
  )
  const schema = schemaOf(response, answer.status)
  if (!schema) return
  const validate = validators.get(key) ?? compile(document, schema)
  validators.set(key, validate)
  const isValid = validate(answer.body)
  assert.ok(
    isValid,
    `${title}: ${JSON.stringify(validate.errors?.slice(0, 3))}\n${answer.text.slice(0, 1500)}`
  )
}

interface Template {
  template: string
  pattern: RegExp
  operations: Record<string, Operation>
}

/** The templates of a document with their patterns, the plainest first: each answer is looked up among hundreds. */
const templates = new WeakMap<OpenApiDocument, Template[]>()

function findOperation(
  document: OpenApiDocument,
  method: string,
  path: string
): { operation: Operation; template: string } | null {
  const known = templates.get(document) ?? listTemplates(document)
  templates.set(document, known)
  const match = known.find(
    ({ pattern, operations }) => operations[method.toLowerCase()] && pattern.test(path)
  )
  return match ? { template: match.template, operation: match.operations[method.toLowerCase()]! } : null
}

function listTemplates(document: OpenApiDocument): Template[] {
  return Object.entries(document.paths)
    .map(([template, operations]) => ({ template, pattern: toPattern(template), operations }))
    .toSorted((first, second) => first.template.split('{').length - second.template.split('{').length)
}

function toPattern(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
}

function schemaOf(response: Record<string, unknown> | undefined, status: number): object | null {
  if (status >= 400) return { $ref: '#/components/schemas/Problem' }
  const content = response?.content as Record<string, { schema: object }> | undefined
  return content?.['application/json']?.schema ?? null
}

/** One for all: each makes its own rules for schemas first, which takes longer than most schemas. */
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })

function compile(document: OpenApiDocument, schema: object): ValidateFunction {
  return ajv.compile({ ...schema, components: document.components })
}
