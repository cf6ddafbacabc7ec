import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../core/strike.ts'
import { newDebugId, newId, timestamp, type Account, type Call } from './account.ts'
import { answer, type Endpoint } from './endpoint.ts'
import { PayPalError, unprocessable } from './errors.ts'
import { showBriefly } from './presentation.ts'

export const prefix = '/paypal'
const tokenLivesSeconds = 32_400

/** Puts the endpoints on the server and speaks PayPal's HTTP around them: tokens, debug ids, errors, brief answers. */
export function serveApi(app: FastifyInstance, account: Account, endpoints: Endpoint[]): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('Paypal-Debug-Id', newDebugId())
  })
  app.setErrorHandler((error, _request, reply) => sendError(error, reply))
  app.post(`${prefix}/v1/oauth2/token`, async (request, reply) => giveToken(account, request, reply))
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: prefix + endpoint.url,
      handler: async (request, reply) => serve(account, endpoint, { request, reply }),
    })
  }
  app.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: `${prefix}/v*`,
    handler: async () => {
      throw new PayPalError(404)
    },
  })
}

function serve(
  account: Account,
  endpoint: Endpoint,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply }
): FastifyReply {
  requireToken(account, request)
  const route = { method: request.method, path: pathOf(request) }
  if (account.kit.faults.strikes('rate_limited', route)) throw new PayPalError(429)
  const mocked = mockedIssue(request)
  if (mocked) throw unprocessable(mocked, 'The requested action could not be performed.')
  const given = answer(account, endpoint, callOf(account, request))
  if (given.error) throw given.error
  if (given.status === 204 || given.body === null) return reply.code(204).send()
  const isBrief = endpoint.repeat && headerOf(request, 'prefer') !== 'return=representation'
  return send(reply, given.status, isBrief ? showBriefly(given.body) : given.body)
}

/** `PayPal-Mock-Response: {"mock_application_codes":"INSTRUMENT_DECLINED"}` answers with that issue. */
function mockedIssue(request: FastifyRequest): string | null {
  const header = headerOf(request, 'paypal-mock-response')
  if (!header) return null
  try {
    const { mock_application_codes: code } = JSON.parse(header) as { mock_application_codes?: unknown }
    return typeof code === 'string' ? code : null
  } catch {
    return null
  }
}

/** OAuth has errors of its own. */
function giveToken(account: Account, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [scheme, encoded] = (headerOf(request, 'authorization') ?? '').split(' ')
  const expected = `${account.clientId}:${account.clientSecret}`
  const said = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  if (scheme !== 'Basic' || !isSame(said, expected))
    return send(reply, 401, {
      error: 'invalid_client',
      error_description: 'Client Authentication failed',
    })
  if (new URLSearchParams(bodyText(request)).get('grant_type') !== 'client_credentials')
    return send(reply, 400, { error: 'unsupported_grant_type', error_description: 'Grant Type is NULL' })
  const token = `A21AA${randomBytes(48).toString('base64url')}`
  account.records.accessTokens.put(token, {
    token,
    expiresMs: account.kit.nowMs() + tokenLivesSeconds * 1000,
  })
  return send(reply, 200, {
    scope:
      'https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/vault/payment-tokens/readwrite',
    access_token: token,
    token_type: 'Bearer',
    app_id: 'APP-80W284485P519543T',
    expires_in: tokenLivesSeconds,
    nonce: `${timestamp(account.kit.nowMs())}${newId()}`,
  })
}

function requireToken(account: Account, request: FastifyRequest): void {
  const [scheme, token] = (headerOf(request, 'authorization') ?? '').split(' ')
  const known = scheme === 'Bearer' && token ? account.records.accessTokens.get(token) : undefined
  if (!known || known.expiresMs <= account.kit.nowMs()) throw new PayPalError(401)
}

function callOf(account: Account, request: FastifyRequest): Call {
  const rawBody = bodyText(request)
  const type = headerOf(request, 'content-type') ?? ''
  const isForm = type.startsWith('multipart/')
  return {
    account,
    records: account.records,
    path: request.params as Record<string, string>,
    query: new URLSearchParams(request.url.split('?')[1] ?? ''),
    body: isForm ? inputOf(rawBody) : jsonOf(rawBody, type),
    files: isForm ? [...rawBody.matchAll(/filename="([^"]*)"/g)].map(([, name]) => name ?? '') : [],
    rawBody,
    baseUrl: publicUrl(account, request),
    requestId: headerOf(request, 'paypal-request-id'),
    now: timestamp(account.kit.nowMs()),
  }
}

function jsonOf(text: string, type: string): Record<string, unknown> {
  if (text === '') return {}
  if (!type.startsWith('application/json')) throw new PayPalError(415)
  try {
    const value: unknown = JSON.parse(text)
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { ...value }
  } catch {
    throw malformedBody()
  }
  throw malformedBody()
}

function malformedBody(): PayPalError {
  return new PayPalError(400, [
    { issue: 'MALFORMED_REQUEST_JSON', description: 'The request JSON is not well formed.' },
  ])
}

/** Of a form of parts, the one called `input` is JSON. */
function inputOf(text: string): Record<string, unknown> {
  const part = /name="input"[^]*?\r\n\r\n([^]*?)\r\n--/.exec(text)?.[1]
  return part ? jsonOf(part, 'application/json') : {}
}

/** The address that a browser can use, with the prefix of this stand-in. */
export function publicUrl(account: Account, request: FastifyRequest): string {
  const origin =
    account.kit.settings.env.SANDBOX_PUBLIC_URL || `http://${request.headers.host ?? request.hostname}`
  return origin + prefix
}

function send(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).type('application/json').send(JSON.stringify(body))
}

function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  const known = error instanceof PayPalError ? error : new PayPalError(500)
  if (!(error instanceof PayPalError)) console.error('sandbox: paypal:', error)
  return send(reply, known.status, known.body(String(reply.getHeader('Paypal-Debug-Id') ?? newDebugId())))
}

function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' ? value : null
}

function bodyText(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : ''
}

function isSame(said: string, expected: string): boolean {
  const [first, second] = [Buffer.from(said), Buffer.from(expected)]
  return first.length === second.length && timingSafeEqual(first, second)
}
