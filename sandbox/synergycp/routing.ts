/** Joins HTTP to the installation: key in the address, the vendor's envelope around every answer. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../core/strike.ts'
import type { Installation } from './installation.ts'
import type { ServerRecord } from './records.ts'
import { forbidden, notFound, Refusal } from './refusal.ts'
import { isRecord } from './validation.ts'

export interface Call {
  method: string
  path: string
  host: string
  params: Record<string, string | undefined>
  query: Record<string, unknown>
  body: unknown
  /** Null for our own key, else the client whose key it is: that one sees and does less. */
  clientId: number | null
}

export interface Answer {
  data: unknown
  text?: string
}

export type Endpoint = (panel: Installation, call: Call) => Answer
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export const ROOT = '/synergycp'
const KEY_DEFAULT = 'sandbox-synergycp-key'

export class Router {
  private readonly app: FastifyInstance
  private readonly panel: Installation

  constructor(app: FastifyInstance, panel: Installation) {
    this.app = app
    this.panel = panel
  }

  /** Only for keys of an integration. */
  on(method: Method, path: string, endpoint: Endpoint): void {
    this.onAny(method, path, (panel, call) => {
      if (call.clientId !== null) throw forbidden()
      return endpoint(panel, call)
    })
  }

  /** Also for the key of a client, who then has to own the server of the path. */
  onAny(method: Method, path: string, endpoint: Endpoint): void {
    this.app.route({
      method,
      url: `${ROOT}${path}`,
      handler: (request, reply) => this.answer(request, reply, endpoint),
    })
  }

  otherwise(): void {
    this.app.all(`${ROOT}/*`, (_request, reply) =>
      reply.code(404).send(envelope(true, 'The requested URL was not found.', null))
    )
  }

  private answer(request: FastifyRequest, reply: FastifyReply, endpoint: Endpoint): FastifyReply {
    const who = this.holderOf(request)
    if (who === undefined) return reply.code(401).send(envelope(true, 'Invalid API key.', null))
    const call = callOf(request, who)
    const { status, body } = this.panel.kit.store.transaction(() =>
      answerOrRefuse(endpoint, this.panel, call)
    )
    return reply.code(status).send(body)
  }

  /** Undefined when the key is nobody's. */
  private holderOf(request: FastifyRequest): number | null | undefined {
    const given = isRecord(request.query) ? String(request.query.key ?? '') : ''
    const expected = this.panel.kit.settings.env.SANDBOX_SYNERGYCP_KEY || KEY_DEFAULT
    if (isSame(given, expected)) return null
    const [found] = this.panel.keys.list({ filter: ({ key }) => isSame(given, key), limit: 1 })
    return found?.clientId
  }
}

/** The server of the path, for our key or for the key of the client who has it and is not suspended. */
export function reachServer(panel: Installation, call: Call): ServerRecord {
  const server = panel.findServer(call.params.id)
  if (call.clientId === null) return server
  const access = panel.accessesOf(server.id).find((item) => item.clientId === call.clientId)
  if (!access) throw notFound('Server')
  if (!access.isActive) throw forbidden('Your access to this server is suspended.')
  return server
}

/** A refusal is caught inside the transaction: a fault that struck must stay counted. Endpoints refuse before they write. */
function answerOrRefuse(endpoint: Endpoint, panel: Installation, call: Call) {
  try {
    const { data, text } = endpoint(panel, call)
    return { status: 200, body: envelope(false, text ?? null, data) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, body: envelope(true, error.text, error.data) }
  }
}

/** `error` must be exactly false for a success; some failures come with HTTP 200. */
export function envelope(error: boolean, text: string | null, data: unknown) {
  const type = error ? 'danger' : 'success'
  return { error, messages: text === null ? [] : [{ type, text }], data }
}

function callOf(request: FastifyRequest, clientId: number | null): Call {
  return {
    method: request.method,
    path: pathOf(request),
    host: `${request.protocol}://${request.host}`,
    params: request.params as Record<string, string | undefined>,
    query: isRecord(request.query) ? request.query : {},
    body: request.body,
    clientId,
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
