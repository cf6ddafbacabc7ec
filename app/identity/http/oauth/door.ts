import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import logger from '@adonisjs/core/services/logger'
import { findHost } from '#app/shared/database/tenant_directory'
import { asTenant, systemActor } from '#app/shared/database/unit'
import { countedAddress } from '#app/shared/http/counted_address'
import { describeProblem, type Problem, problemType } from '#app/shared/http/problem'
import { readHostname, readRemoteAddress } from '#app/shared/http/own_proxy'
import { RequestCounter } from '#app/shared/http/api/request_counter'
import { findProvider } from '#app/identity/http/oauth/provider'

/** Of one address, in a minute: a sign-in takes four, and many may sit behind one address. */
const counter = new RequestCounter('oauth_address', 600)

const paths =
  /^\/(oauth\/(?!interactions\/)|\.well-known\/(openid-configuration|oauth-authorization-server)$)/

/** Whether a request is one of the protocol's own; pages of ours among them are the framework's. */
export function isOfProtocol(url: string): boolean {
  return paths.test(url.split('?')[0]!)
}

/** Answers a request of the protocol for the tenant of its host. Only the customers' host is an issuer. */
export async function answerOfProtocol(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID()
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('x-request-id', requestId)
  try {
    const ip = readRemoteAddress(request)
    const count = await counter.count(countedAddress(ip))
    if (!count.isAllowed) {
      response.setHeader('retry-after', String(count.resetSeconds))
      return refuse(response, requestId, tooMany(count.resetSeconds))
    }
    const host = await findHost(readHostname(request))
    if (!host || host.surface !== 'account') return refuse(response, requestId, nothing)
    await asTenant({ tenant: host.tenant, actor: { ...systemActor, ip }, requestId }, async () => {
      const provider = await findProvider()
      if (!provider) return refuse(response, requestId, nothing)
      // Whichever proxy ends TLS, addresses that it names begin as the issuer's does.
      request.headers['x-forwarded-proto'] = new URL(provider.issuer).protocol.slice(0, -1)
      await provider.callback()(request, response)
    })
  } catch (error) {
    logger.error({ err: error, requestId }, 'A request of an application failed')
    if (!response.headersSent) refuse(response, requestId, failed)
  }
}

const nothing: Problem = { status: 404, code: 'not_found', detail: 'There is nothing at this address.' }
const failed: Problem = {
  status: 500,
  code: 'internal_error',
  detail: 'Something went wrong on our side. Quote the request id when you write to us.',
}
const tooMany = (seconds: number): Problem => ({
  status: 429,
  code: 'too_many_requests',
  detail: `Too many requests from this address. Try again in ${seconds} seconds.`,
})

function refuse(response: ServerResponse, requestId: string, problem: Problem): void {
  response.statusCode = problem.status
  response.setHeader('content-type', problemType)
  response.setHeader('cache-control', 'no-store')
  response.end(JSON.stringify(describeProblem(problem, requestId)))
}
