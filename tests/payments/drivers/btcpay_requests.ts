import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { SeenRequest } from '#tests/payments/drivers/stripe_requests'

/** The description of the interface spoken here; it is read where it is at hand and never shipped. */
const descriptionFile = fileURLToPath(
  new URL('../../../../shared/reference/specs/btcpay/greenfield.merged.json', import.meta.url)
)
export const hasBtcpayDescription = existsSync(descriptionFile)

type Schema = Record<string, unknown>
interface Operation {
  parameters?: { $ref?: string; in?: string; name?: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

/** What the description of the interface has against requests, one sentence each. */
export function btcpayComplaints(requests: SeenRequest[]): string[] {
  const description = JSON.parse(readFileSync(descriptionFile, 'utf8')) as {
    components: { schemas: Record<string, Schema> }
    paths: Record<string, Record<string, Operation>>
  }
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  // Schemas that are joined forbid each other's fields: as a whole they are closed by the one that is asked for.
  const open = (schema: Schema): Schema =>
    JSON.parse(
      JSON.stringify(schema).replaceAll('"additionalProperties":false', '"additionalProperties":true')
    ) as Schema
  ajv.addSchema({ $id: 'btcpay', components: open(description.components as unknown as Schema) })
  return requests.flatMap(({ method, path, body, headers }) => {
    const [place = '', query = ''] = path.replace(/^\/btcpay/, '').split('?')
    const template = Object.keys(description.paths)
      .toSorted((a, b) => a.split('{').length - b.split('{').length)
      .find((known) => new RegExp(`^${known.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(place))
    const operation = template && description.paths[template]![method.toLowerCase()]
    const name = `${method} ${place}`
    if (!operation) return [`${name} is not described`]
    const known = new Set((operation.parameters ?? []).map((parameter) => parameter.name))
    const odd = [...new URLSearchParams(query).keys()].filter((field) => !known.has(field))
    const key = String(headers.authorization).startsWith('token ') ? [] : [`${name} has no key`]
    const schema = operation.requestBody?.content['application/json']?.schema
    const complaints = [...key, ...odd.map((field) => `${name} does not take ${field}`)]
    if (!schema) return body === '' ? complaints : [...complaints, `${name} takes no body`]
    const validate = ajv.compile(
      JSON.parse(JSON.stringify(open(schema)).replaceAll('"#/components', '"btcpay#/components')) as Schema
    )
    const fields = fieldsOf(schema, description.components.schemas)
    const content = JSON.parse(body) as Schema
    const strange = Object.keys(content).filter((field) => !fields.has(field))
    const wrong = validate(content) ? [] : [`${name}: ${ajv.errorsText(validate.errors)}`]
    return [...complaints, ...wrong, ...strange.map((field) => `${name} does not know ${field}`)]
  })
}

/** Every field that a schema knows, those it is joined with included. */
function fieldsOf(schema: Schema, schemas: Record<string, Schema>): Set<string> {
  const { $ref: reference, allOf = [], properties = {} } = schema as { $ref?: string; allOf?: Schema[]; properties?: Schema } // prettier-ignore
  const named = reference ? [schemas[reference.split('/').at(-1)!]!] : []
  const joined = [...named, ...allOf].flatMap((part) => [...fieldsOf(part, schemas)])
  return new Set([...Object.keys(properties), ...joined])
}
