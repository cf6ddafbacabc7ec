/** Joins HTTP to the panel: two interfaces with two kinds of keys, their limits of calls, and the panel's errors. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../core/strike.ts'
import type { Panel } from './panel.ts'
import { forbidden, Refusal, unauthenticated } from './refusal.ts'
import { isRecord } from './rules.ts'

export interface Call {
  method: string
  path: string
  /** The whole address without its query, as the paginator writes it. */
  url: string
  /** Where the panel itself is reached: `http://127.0.0.1:3334`. */
  origin: string
  params: Record<string, string | undefined>
  query: Record<string, unknown>
  body: unknown
}

export interface Answer {
  status: number
  body?: unknown
}

export type Endpoint = (panel: Panel, call: Call) => Answer
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Interface = 'application' | 'client'

export const PANEL_PATH = '/pterodactyl'
export const API_PATHS = { application: `${PANEL_PATH}/api/application`, client: `${PANEL_PATH}/api/client` }

const CALLS_PER_MINUTE: Record<Interface, number> = { application: 240, client: 720 }

/** A key of either kind; one that only reads is refused what writes. */
interface Key {
  kind: Interface
  isReadOnly: boolean
}

export class Router {
  private readonly app: FastifyInstance
  private readonly panel: Panel
  /** Calls of the present minute, by owner of the key and interface. Kept in memory: a restart forgives. */
  private readonly calls = new Map<string, { minute: number; count: number }>()

  constructor(app: FastifyInstance, panel: Panel) {
    this.app = app
    this.panel = panel
  }

  application(method: Method, path: string, endpoint: Endpoint): void {
    this.add('application', method, path, endpoint)
  }

  client(method: Method, path: string, endpoint: Endpoint): void {
    this.add('client', method, path, endpoint)
  }

  /** An address that the panel does not know says so in the framework's words. */
  otherwise(): void {
    for (const kind of ['application', 'client'] as const) {
      this.app.all(`${API_PATHS[kind]}/*`, (request, reply) =>
        this.answer(kind, request, reply, (_panel, call) => {
          const detail = `The route ${call.path.slice(PANEL_PATH.length + 1)} could not be found.`
          throw new Refusal(404, [{ code: 'NotFoundHttpException', detail }])
        })
      )
    }
  }

  private add(kind: Interface, method: Method, path: string, endpoint: Endpoint): void {
    this.app.route({
      method,
      url: `${API_PATHS[kind]}${path}`,
      handler: (request, reply) => this.answer(kind, request, reply, endpoint),
    })
  }

  private answer(
    kind: Interface,
    request: FastifyRequest,
    reply: FastifyReply,
    endpoint: Endpoint
  ): FastifyReply {
    const call = callOf(request)
    const result = this.panel.kit.store.transaction(() => {
      try {
        this.admit(kind, request, reply)
        return endpoint(this.panel, call)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        reply.headers(error.headers)
        return { status: error.status, body: error.body }
      }
    })
    return result.body === undefined
      ? reply.code(result.status).send()
      : reply.code(result.status).send(result.body)
  }

  private admit(kind: Interface, request: FastifyRequest, reply: FastifyReply): void {
    const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (!given) throw unauthenticated()
    const key = this.keyOf(given)
    if (!key) throw unauthenticated()
    if (kind === 'client' && key.kind === 'application') throw forbidden()
    if (key.isReadOnly && request.method !== 'GET') throw forbidden()
    this.count(kind, { method: request.method, path: pathOf(request) }, reply)
  }

  /** Keys of a root administrator open both interfaces; application keys the one they are for. */
  private keyOf(given: string): Key | null {
    const { env } = this.panel.kit.settings
    const application = env.SANDBOX_PTERODACTYL_KEY || 'ptla_sandbox_pterodactyl'
    const client = env.SANDBOX_PTERODACTYL_CLIENT_KEY || 'ptlc_sandbox_pterodactyl'
    if (given === application) return { kind: 'application', isReadOnly: false }
    if (given === `${application}_read`) return { kind: 'application', isReadOnly: true }
    return given === client ? { kind: 'client', isReadOnly: false } : null
  }

  private count(kind: Interface, route: { method: string; path: string }, reply: FastifyReply): void {
    const limit = Number(this.panel.kit.settings.env.SANDBOX_PTERODACTYL_RATE || CALLS_PER_MINUTE[kind])
    const now = this.panel.kit.nowMs()
    const minute = Math.floor(now / 60_000)
    const known = this.calls.get(kind)
    const count = known?.minute === minute ? known.count + 1 : 1
    this.calls.set(kind, { minute, count })
    reply.header('x-ratelimit-limit', limit).header('x-ratelimit-remaining', Math.max(0, limit - count))
    if (count <= limit && !this.panel.kit.faults.strikes('rate_limited', route)) return
    const seconds = Math.ceil(((minute + 1) * 60_000 - now) / 1000)
    throw new Refusal(429, [{ code: 'ThrottleRequestsException', detail: 'Too Many Attempts.' }], {
      'retry-after': String(seconds),
      'x-ratelimit-reset': String(Math.floor(now / 1000) + seconds),
    })
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
      done(Object.assign(new Error('The JSON data passed in the request is malformed.'), { statusCode: 400 }))
    }
  })
}

function callOf(request: FastifyRequest): Call {
  const path = pathOf(request)
  const origin = `${request.protocol}://${request.host}`
  return {
    method: request.method,
    path,
    origin,
    url: `${origin}${path}`,
    params: request.params as Record<string, string | undefined>,
    query: isRecord(request.query) ? request.query : {},
    body: request.body,
  }
}

export function ok(body: unknown, status = 200): Answer {
  return { status, body }
}

export const noContent: Answer = { status: 204 }
