/** Joins HTTP to the installation: token, organisation of the path, the vendor's bodies (objects, bare strings, nothing at all). */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../core/strike.ts'
import type { Installation } from './installation.ts'
import { Refusal } from './refusal.ts'
import { isRecord } from './validation.ts'

export interface Call {
  method: string
  path: string
  host: string
  params: Record<string, string | undefined>
  query: Record<string, unknown>
  body: unknown
}

export interface Answer {
  status: number
  /** Undefined answers with no body; a text or a number is written as JSON, quotes and all. */
  body?: unknown
  /** The panel works while the caller waits. */
  takesMs?: number
}

export type Endpoint = (panel: Installation, call: Call) => Answer
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export const API_PATH = '/enhance/api'
const TOKEN_DEFAULT = 'sandbox-enhance-token'

export class Router {
  private readonly app: FastifyInstance
  private readonly panel: Installation

  constructor(app: FastifyInstance, panel: Installation) {
    this.app = app
    this.panel = panel
  }

  on(method: Method, path: string, endpoint: Endpoint): void {
    this.route(method, path, { endpoint, isOpen: false })
  }

  /** What the interface tells anybody: plans, version, status. */
  open(method: Method, path: string, endpoint: Endpoint): void {
    this.route(method, path, { endpoint, isOpen: true })
  }

  otherwise(): void {
    this.app.all(`${API_PATH}/*`, (_request, reply) => reply.code(404).type('text/plain').send('Not Found'))
  }

  private route(method: Method, path: string, { endpoint, isOpen }: { endpoint: Endpoint; isOpen: boolean }) {
    this.app.route({
      method,
      url: `${API_PATH}${path}`,
      handler: (request, reply) => this.answer({ request, reply, endpoint, isOpen }),
    })
  }

  private async answer(options: {
    request: FastifyRequest
    reply: FastifyReply
    endpoint: Endpoint
    isOpen: boolean
  }): Promise<FastifyReply> {
    const { request, reply, endpoint, isOpen } = options
    if (!isOpen && !this.isAuthorised(request)) {
      return reply.code(401).send({ code: 'unauthorized', detail: 'Invalid session or token' })
    }
    const call = callOf(request)
    const { status, body, takesMs } = this.panel.kit.store.transaction(() =>
      answerOrRefuse(endpoint, this.panel, call)
    )
    if (takesMs) await new Promise((resolve) => setTimeout(resolve, takesMs))
    if (body === undefined) return reply.code(status).send()
    if (isPlain(body)) return reply.code(status).type('text/plain').send(body.plain)
    return reply.code(status).type('application/json').send(JSON.stringify(body))
  }

  private isAuthorised(request: FastifyRequest): boolean {
    const token = this.panel.kit.settings.env.SANDBOX_ENHANCE_TOKEN || TOKEN_DEFAULT
    const expected = Buffer.from(`Bearer ${token}`)
    const given = Buffer.from(request.headers.authorization ?? '')
    return expected.length === given.length && timingSafeEqual(expected, given)
  }
}

/** A refusal is caught inside the transaction: a fault that struck must stay counted. Endpoints refuse before they write. */
function answerOrRefuse(endpoint: Endpoint, panel: Installation, call: Call): Answer {
  try {
    return endpoint(panel, call)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: error.status, body: typeof error.body === 'string' ? { plain: error.body } : error.body }
  }
}

function isPlain(body: unknown): body is { plain: string } {
  return isRecord(body) && typeof body.plain === 'string' && Object.keys(body).length === 1
}

/** The panel reads JSON only; an empty body is normal where none is asked for. */
export function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined)
    try {
      done(null, JSON.parse(String(text)))
    } catch {
      done(Object.assign(new Error('expected value at line 1 column 1'), { statusCode: 400 }), undefined)
    }
  })
}

function callOf(request: FastifyRequest): Call {
  return {
    method: request.method,
    path: pathOf(request),
    host: `${request.protocol}://${request.host}`,
    params: request.params as Record<string, string | undefined>,
    query: isRecord(request.query) ? request.query : {},
    body: request.body,
  }
}

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

/** Updates and deletions answer with nothing: a caller that parses the body of one falls over. */
export const nothing: Answer = { status: 204 }
