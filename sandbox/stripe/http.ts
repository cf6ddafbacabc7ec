import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../core/strike.ts'
import { apiVersion, knownVersions, type Account } from './account.ts'
import { keyOf, requireRight } from './authentication.ts'
import { answer, refusal, serverError, type Answer, type Asked, type Endpoint } from './endpoint.ts'
import { invalidRequest, StripeError } from './errors.ts'
import { readParts } from './files.ts'
import { decodeForm } from './form.ts'
import { checkKey, KeysInUse } from './idempotency.ts'
import { randomText } from './ids.ts'

const requestIds = new WeakMap<FastifyRequest, string>()

/** Puts the endpoints on the server and speaks Stripe's HTTP around them: headers, errors, versions, CORS. */
export function serveApi(app: FastifyInstance, account: Account, endpoints: Endpoint[]): void {
  const inUse = new KeysInUse()
  app.removeAllContentTypeParsers()
  // One character for each byte, so that sizes are right.
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body.toString('latin1'))
  )
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.addHook('onRequest', async (request, reply) => prepare(request, reply))
  app.addHook('preValidation', async (request, reply) => claimKey(inUse, request, reply))
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply))
  app.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/v1/*',
    handler: async (request, reply) => {
      if (request.method === 'OPTIONS') return reply.code(204).send()
      throw unrecognized(request)
    },
  })

  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.url,
      handler: async (request, reply) =>
        send(request, reply, answer(account, endpoint, askedBy(account, request))),
    })
  }
}

function prepare(request: FastifyRequest, reply: FastifyReply): void {
  const id = `req_${randomText(14)}`
  requestIds.set(request, id)
  reply.header('Request-Id', id)
  reply.header('Access-Control-Allow-Origin', '*')
  reply.header('Access-Control-Allow-Methods', 'GET, POST, HEAD, OPTIONS, DELETE')
  reply.header('Access-Control-Allow-Headers', 'authorization, content-type, stripe-version, idempotency-key')
  reply.header('Access-Control-Expose-Headers', 'Request-Id, Stripe-Should-Retry')
  reply.header('Cache-Control', 'no-cache, no-store')
  reply.header('Stripe-Version', versionOf(request))
}

function unrecognized(request: FastifyRequest): StripeError {
  return new StripeError(404, {
    type: 'invalid_request_error',
    message:
      `Unrecognized request URL (${request.method}: ${pathOf(request)}). Please see https://stripe.com/docs or ` +
      'we can help at https://support.stripe.com/.',
  })
}

function versionOf(request: FastifyRequest): string {
  const asked = headerOf(request, 'stripe-version')
  if (!asked || knownVersions.includes(asked)) return asked || apiVersion
  throw invalidRequest(
    `Invalid Stripe API version: ${asked}. This stand-in speaks ${knownVersions.join(' and ')}.`
  )
}

/** Claimed before faults strike, so that a slow first request meets its repeat with 409, as at Stripe. */
function claimKey(inUse: KeysInUse, request: FastifyRequest, reply: FastifyReply): void {
  const key = headerOf(request, 'idempotency-key')
  if (key === null || request.method !== 'POST') return
  checkKey(key)
  reply.header('Idempotency-Key', key)
  inUse.claim(key)
  reply.raw.once('close', () => inUse.release(key))
}

function askedBy(account: Account, request: FastifyRequest): Asked {
  const rawBody = typeof request.body === 'string' ? request.body : ''
  const contentType = request.headers['content-type'] ?? ''
  const isForm = contentType.startsWith('application/x-www-form-urlencoded')
  // Only files come in parts.
  const hasParts = contentType.startsWith('multipart/form-data') && pathOf(request) === '/v1/files'
  if (rawBody && !isForm && !hasParts) {
    throw invalidRequest(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded).'
    )
  }
  const query = request.url.split('?')[1] ?? ''
  const form = hasParts
    ? readParts(rawBody, contentType)
    : decodeForm([query, rawBody].filter(Boolean).join('&'))
  const formKey = typeof form.key === 'string' ? form.key : null
  const key = keyOf(account, request.headers, formKey)
  requireRight(request.headers, pathOf(request))
  return {
    method: request.method,
    path: pathOf(request),
    pathParams: request.params as Record<string, string>,
    form,
    // The line between parts is another one each time; what is repeated is the same all the same.
    rawBody: hasParts ? JSON.stringify(form) : rawBody,
    key,
    idempotencyKey: headerOf(request, 'idempotency-key'),
    requestId: requestIds.get(request) ?? '',
    baseUrl: publicUrl(account, request),
  }
}

/** The address a browser can use: named by the setting, or the one this caller used. */
export function publicUrl(account: Account, request: FastifyRequest): string {
  return account.kit.settings.env.SANDBOX_PUBLIC_URL || `http://${request.headers.host ?? request.hostname}`
}

function send(request: FastifyRequest, reply: FastifyReply, given: Answer): FastifyReply {
  if (given.replayOf) {
    reply.header('Idempotent-Replayed', 'true')
    reply.header('Original-Request', given.replayOf)
  }
  if (given.status >= 400 && given.status < 500) {
    reply.header('Stripe-Should-Retry', String(given.status === 409 || given.status === 429))
  }
  return reply.code(given.status).type('application/json').send(given.body)
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof StripeError ? error : fromServer(error)
  return send(request, reply, refusal(known, { requestId: requestIds.get(request) ?? '' }))
}

function fromServer(error: unknown): StripeError {
  const status = error instanceof Error ? (error as Error & { statusCode?: number }).statusCode : undefined
  if (status && status >= 400 && status < 500) {
    return new StripeError(status, { type: 'invalid_request_error', message: 'Invalid request.' })
  }
  console.error('sandbox: stripe:', error)
  return serverError()
}

function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' ? value : null
}
