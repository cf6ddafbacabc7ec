import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../core/strike.ts'
import { Refusal, problem } from './refusal.ts'
import { apiPath, type Shop } from './shop.ts'

/** Who asked for what. */
export type Call = {
  shop: Shop
  params: Record<string, string>
  query: Record<string, string | string[] | undefined>
  body: Record<string, unknown>
  /** Where a browser reaches this stand-in. */
  baseUrl: string
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Work = (call: Call) => unknown

/** Joins HTTP to the store: its key, its errors, one commit for each call. */
export class Router {
  private readonly app: FastifyInstance
  private readonly shop: Shop

  constructor(app: FastifyInstance, shop: Shop) {
    this.app = app
    this.shop = shop
  }

  on(method: Method, path: string, work: Work): void {
    this.add(method, path, work, true)
  }

  /** What everybody may call: whoever knows a pull payment may claim it. */
  onOpen(method: Method, path: string, work: Work): void {
    this.add(method, path, work, false)
  }

  /** Both ways in which the server knows a path: by itself, and below its store. */
  onBoth(method: Method, path: string, work: Work): void {
    this.on(method, path, work)
    this.on(method, `/stores/:storeId${path}`, work)
  }

  otherwise(): void {
    this.app.all(`${apiPath}/*`, async (_request, reply) => reply.code(404).send())
  }

  private add(method: Method, path: string, work: Work, needsKey: boolean): void {
    this.app.route({
      method,
      url: apiPath + path,
      handler: (request, reply) => this.answer(request, reply, { work, needsKey }),
    })
  }

  private answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { work, needsKey }: { work: Work; needsKey: boolean }
  ): FastifyReply {
    const { shop } = this
    const call = callOf(shop, request)
    if (shop.kit.faults.strikes('rate_limited', { method: request.method, path: pathOf(request) }))
      return reply.code(429).send()
    const { status, body } = shop.kit.store.transaction(() =>
      answerOrRefuse(() => {
        if (needsKey) checkKey(shop, request, call)
        return work(call)
      })
    )
    return body === undefined ? reply.code(status).send() : reply.code(status).send(body)
  }
}

/** A refusal is caught inside the transaction: a fault that struck must stay counted. Endpoints refuse before they write. */
function answerOrRefuse(work: () => unknown): { status: number; body?: unknown } {
  try {
    return { status: 200, body: work() }
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body }
    throw error
  }
}

function callOf(shop: Shop, request: FastifyRequest): Call {
  const body = request.body
  return {
    shop,
    params: request.params as Record<string, string>,
    query: request.query as Call['query'],
    body: body !== null && typeof body === 'object' && !Array.isArray(body) ? { ...body } : {},
    baseUrl: publicUrl(shop, request),
  }
}

/** The address a browser can use: named by the setting, or the one this caller used. */
export function publicUrl({ kit }: Shop, request: FastifyRequest): string {
  return kit.settings.env.SANDBOX_PUBLIC_URL || `http://${request.headers.host ?? request.hostname}`
}

function checkKey(shop: Shop, request: FastifyRequest, { params }: Call): void {
  const given = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`token ${shop.apiKey}`)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw problem(401, 'unauthenticated', 'Authentication is required for accessing this endpoint')
  }
  if (params.storeId === undefined || params.storeId === shop.storeId) return
  throw new Refusal(403, {
    code: 'missing-permission',
    permission: 'btcpay.store.canviewstoresettings',
    message:
      'Insufficient API Permissions. Please use an API key with permission ' +
      '"btcpay.store.canviewstoresettings" scoped to this store.',
  })
}

/** An empty body with a JSON content type is nothing to complain about. */
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
