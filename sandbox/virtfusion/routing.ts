/** Joins HTTP to the panel: token, panel of the path, vendor's error bodies. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../core/strike.ts'
import type { Panel } from './panel.ts'
import { Refusal } from './refusal.ts'
import { isRecord } from './validation.ts'

export interface Call {
  method: string
  path: string
  /** The whole address without its query, as the paginator writes it. */
  url: string
  params: Record<string, string | undefined>
  query: Record<string, unknown>
  body: unknown
}

export interface Answer {
  status: number
  body?: unknown
}

export type Endpoint = (panel: Panel, call: Call) => Answer
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export const API_PATH = '/virtfusion/:panel/api/v1'
const TOKEN_DEFAULT = 'sandbox-virtfusion-token'

export class Router {
  private readonly app: FastifyInstance
  private readonly panelOf: (slug: string) => Panel | undefined

  constructor(app: FastifyInstance, panelOf: (slug: string) => Panel | undefined) {
    this.app = app
    this.panelOf = panelOf
  }

  on(method: Method, path: string, endpoint: Endpoint): void {
    this.app.route({
      method,
      url: `${API_PATH}${path}`,
      handler: (request, reply) => this.answer(request, reply, endpoint),
    })
  }

  /** Whatever the panel does not know: the framework's sentence, which is no `msg` of the panel. */
  otherwise(): void {
    this.app.all(`${API_PATH}/*`, (request, reply) =>
      this.answer(request, reply, (_panel, call) => ({
        status: 404,
        body: { message: `The route ${call.path} could not be found.` },
      }))
    )
  }

  private answer(request: FastifyRequest, reply: FastifyReply, endpoint: Endpoint): FastifyReply {
    const call = callOf(request)
    const panel = this.panelOf(call.params.panel ?? '')
    if (!panel) return reply.code(404).type('text/html').send('<h1>404 Not Found</h1>')
    if (!isAuthorised(request, panel)) return reply.code(401).send()
    const { status, body } = panel.kit.store.transaction(() => answerOrRefuse(endpoint, panel, call))
    return body === undefined ? reply.code(status).send() : reply.code(status).send(body)
  }
}

/** A refusal is caught inside the transaction: a fault that struck must stay counted. Endpoints refuse before they write. */
function answerOrRefuse(endpoint: Endpoint, panel: Panel, call: Call): Answer {
  try {
    return endpoint(panel, call)
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body }
    throw error
  }
}

/** An empty body with a JSON content type is normal for the vendor's clients, so it is no mistake here. */
export function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined)
    try {
      done(null, JSON.parse(String(text)))
    } catch {
      done(Object.assign(new Error('The request body is not valid JSON.'), { statusCode: 400 }), undefined)
    }
  })
}

function callOf(request: FastifyRequest): Call {
  const path = pathOf(request)
  return {
    method: request.method,
    path,
    url: `${request.protocol}://${request.host}${path}`,
    params: request.params as Record<string, string | undefined>,
    query: isRecord(request.query) ? request.query : {},
    body: request.body,
  }
}

function isAuthorised(request: FastifyRequest, panel: Panel): boolean {
  const expected = Buffer.from(`Bearer ${panel.kit.settings.env.SANDBOX_VIRTFUSION_TOKEN || TOKEN_DEFAULT}`)
  const given = Buffer.from(request.headers.authorization ?? '')
  return expected.length === given.length && timingSafeEqual(expected, given)
}
