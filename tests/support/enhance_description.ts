import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** The vendor's own description of the interface; it is read where it is at hand and never shipped. */
const file = fileURLToPath(
  new URL('../../../shared/reference/specs/enhance-orchd-12.3.0.openapi.yml', import.meta.url)
)
export const hasEnhanceDescription = existsSync(file)

export interface LoggedCall {
  method: string
  path: string
  status: number
  requestBody: string | null
  responseBody?: string | null
}

type Schema = Record<string, unknown>
interface Operation {
  parameters?: { $ref?: string; name?: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
interface Description {
  components: { schemas: Record<string, Schema>; parameters: Record<string, { name: string }> }
  paths: Record<string, Record<string, Operation> & { parameters?: Operation['parameters'] }>
}

const formats = ['uuid', 'email', 'domain', 'date-time', 'date', 'ipv4', 'ipv6', 'hostname', 'path', 'semver']

/** What the description has against calls and their answers, one sentence each. */
export async function enhanceComplaints(calls: LoggedCall[]): Promise<string[]> {
  const { load } = (await import('js-yaml' as string)) as { load(text: string): unknown }
  const description = load(readFileSync(file, 'utf8')) as Description
  const ajv = new Ajv2020({ strict: false, validateFormats: false, formats: Object.fromEntries(formats.map((name) => [name, true])) }) // prettier-ignore
  ajv.addSchema({ $id: 'enhance', components: description.components } as Schema)
  const errorsIn = (schema: Schema, value: unknown): string[] => {
    const joined = JSON.stringify(schema).replaceAll('"#/components', '"enhance#/components')
    const validate = ajv.compile(JSON.parse(joined) as Schema)
    return validate(value) ? [] : [ajv.errorsText(validate.errors)]
  }
  return calls.flatMap((call) => {
    const [place = '', query = ''] = call.path.replace(/^\/enhance\/api/, '').split('?')
    const name = `${call.method} ${place}`
    const template = Object.keys(description.paths)
      .toSorted((a, b) => a.split('{').length - b.split('{').length)
      .find((known) => new RegExp(`^${known.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(place))
    const operations = template ? description.paths[template] : undefined
    const operation = operations?.[call.method.toLowerCase()]
    if (!operations || !operation) return [`${name} is not described`]
    const parameters = [...(operations.parameters ?? []), ...(operation.parameters ?? [])]
    const known = new Set(
      parameters.map(({ $ref, name: own }) =>
        $ref ? description.components.parameters[$ref.split('/').at(-1)!]?.name : own
      )
    )
    const odd = [...new URLSearchParams(query).keys()].filter((field) => !known.has(field))
    const wanted = operation.requestBody?.content['application/json']?.schema
    const sent = call.requestBody === null ? undefined : (JSON.parse(call.requestBody) as unknown)
    const strange = wanted ? unknownFields(description, wanted, sent) : sent === undefined ? [] : ['any body']
    const wrong = wanted && call.status < 400 ? errorsIn(wanted, sent) : []
    return [
      ...odd.map((field) => `${name} does not take ${field}`),
      ...strange.map((field) => `${name} does not know ${field}`),
      ...wrong.map((text) => `${name}: ${text}`),
      ...answerComplaints({ call, operation, name, errorsIn }),
    ]
  })
}

function answerComplaints(options: {
  call: LoggedCall
  operation: Operation
  name: string
  errorsIn(schema: Schema, value: unknown): string[]
}): string[] {
  const { call, operation, name, errorsIn } = options
  if (call.status >= 400 || call.status === 0) return []
  const described = operation.responses[String(call.status)]
  if (!described) return [`${name} answered ${call.status}, which is not described`]
  const schema = described.content?.['application/json']?.schema
  if (!schema || call.responseBody === undefined) return []
  const value = call.responseBody === null ? undefined : (JSON.parse(call.responseBody) as unknown)
  return errorsIn(schema, value).map((text) => `${name} answered: ${text}`)
}

/** Names in a body that its schema does not list: the panel ignores them, so a misspelt one would go unnoticed. */
function unknownFields(description: Description, schema: Schema, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const reference = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1)! : null
  const whole = reference ? description.components.schemas[reference]! : schema
  const known = Object.keys((whole.properties ?? {}) as Schema)
  return Object.keys(value).filter((field) => !known.includes(field))
}
