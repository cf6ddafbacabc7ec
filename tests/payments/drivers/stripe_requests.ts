import { existsSync, readFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** The description of the API version spoken here; it is read where it is at hand and never shipped. */
export const descriptionFile = fileURLToPath(
  new URL(
    '../../../../shared/reference/specs/stripe/payments.2026-10-28.endive.derived.json',
    import.meta.url
  )
)
export const hasDescription = existsSync(descriptionFile)

export interface SeenRequest {
  method: string
  path: string
  body: string
  headers: Record<string, string | string[] | undefined>
}

/** A listener between the driver and its stand-in: hands everything on and keeps what was asked. */
export async function listenBetween(
  target: string,
  /** Does something before a request goes on; one that is lost never comes back. */
  meanwhile: (request: { method: string; path: string }) => Promise<'lost' | void> = async () => undefined
): Promise<{ url: string; seen: SeenRequest[]; close(): void }> {
  const seen: SeenRequest[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', async () => {
      const body = Buffer.concat(chunks)
      seen.push({
        method: incoming.method!,
        path: incoming.url!,
        body: body.toString(),
        headers: incoming.headers,
      })
      if ((await meanwhile({ method: incoming.method!, path: incoming.url! })) === 'lost')
        return response.destroy()
      const onward = httpRequest(
        target + incoming.url!,
        { method: incoming.method, headers: incoming.headers },
        (answer) => {
          response.writeHead(answer.statusCode!, answer.headers)
          answer.pipe(response)
        }
      )
      onward.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close }
}

interface Description {
  components: { schemas: Record<string, Record<string, unknown>> }
  paths: Record<string, Record<string, Operation>>
}

interface Operation {
  parameters?: { in: string; name: string }[]
  requestBody?: { content: Record<string, { schema: object }> }
}

/** What the description of the interface has against requests, one sentence each. */
export function complaintsAbout(requests: SeenRequest[]): string[] {
  const description = JSON.parse(readFileSync(descriptionFile, 'utf8')) as Description
  for (const schema of Object.values(description.components.schemas)) {
    // Closed, so that a field which the interface does not know is found.
    if (schema.type === 'object' && schema.properties && schema.additionalProperties === undefined)
      schema.additionalProperties = false
  }
  const ajv = new Ajv2020({ strict: false, validateFormats: false, coerceTypes: true })
  ajv.addSchema({ $id: 'stripe', components: description.components })
  return requests.flatMap((request) => complaintsAboutOne(ajv, description, request))
}

function complaintsAboutOne(
  ajv: Ajv2020,
  description: Description,
  { method, path, body, headers }: SeenRequest
): string[] {
  const [place = '', query = ''] = path.split('?')
  if (method === 'POST' && place === '/v1/files') return complaintsAboutUpload(description, { body, headers })
  const operation = findOperation(description, place)?.[method.toLowerCase()]
  const name = `${method} ${place}`
  if (!operation) return [`${name} is not described`]
  if (method === 'GET') {
    const known = new Set(
      (operation.parameters ?? [])
        .filter((parameter) => parameter.in === 'query')
        .map((parameter) => parameter.name)
    )
    return Object.keys(decode(query))
      .filter((field) => !known.has(field))
      .map((field) => `${name} does not take ${field}`)
  }
  const key = headers['idempotency-key'] ? [] : [`${name} has no idempotency key`]
  const schema = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema
  if (!schema) return body === '' ? key : [...key, `${name} takes no body`]
  const validate = ajv.compile(absolute(schema))
  return validate(decode(body)) ? key : [...key, `${name}: ${ajv.errorsText(validate.errors)}`]
}

/** The description leaves uploads out; what they are for is listed where files are read. */
function complaintsAboutUpload(
  description: Description,
  { body, headers }: Pick<SeenRequest, 'body' | 'headers'>
): string[] {
  const purposes = description.paths['/v1/files']!.get!.parameters!.find(({ name }) => name === 'purpose') as {
    schema?: { 'x-knownValues'?: string[] }
  }
  const purpose = /name="purpose"\r\n\r\n(\w+)\r\n/.exec(body)?.[1] ?? ''
  const complaints: [boolean, string][] = [
    [!headers['idempotency-key'], 'has no idempotency key'],
    [!String(headers['content-type']).startsWith('multipart/form-data; boundary='), 'is no form of parts'],
    [!purposes.schema?.['x-knownValues']?.includes(purpose), `has an unknown purpose: ${purpose}`],
    [!/name="file"; filename="[^"]+"\r\nContent-Type: \w+\/\w+\r\n/.test(body), 'has no file with a name and a type'],
  ]
  return complaints.filter(([isWrong]) => isWrong).map(([, sentence]) => `POST /v1/files ${sentence}`)
} // prettier-ignore

function findOperation(description: Description, place: string): Record<string, Operation> | undefined {
  const match = Object.keys(description.paths).find((template) =>
    new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(place)
  )
  return match ? description.paths[match] : undefined
}

function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"stripe#/components')) as object
}

type Decoded = { [key: string]: string | Decoded | (string | Decoded)[] }

/** `a[b][c]=v` as an object; whole-number keys make lists. */
function decode(form: string): Decoded {
  const root: Decoded = {}
  for (const [name, value] of new URLSearchParams(form)) {
    const keys = name.replaceAll(']', '').split('[')
    let place = root
    for (const key of keys.slice(0, -1)) place = (place[key] ??= {}) as Decoded
    place[keys.at(-1)!] = value
  }
  return withLists(root) as Decoded
}

function withLists(value: string | Decoded | (string | Decoded)[]): string | Decoded | (string | Decoded)[] {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, withLists(item)] as const)
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key)))
    return entries.map(([, item]) => item as string | Decoded)
  return Object.fromEntries(entries)
}
