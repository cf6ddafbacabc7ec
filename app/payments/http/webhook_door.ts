import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { findHost } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { readHostname } from '#app/shared/http/own_proxy'
import { describeProblem, type Problem, problemType } from '#app/shared/http/problem'
import { readLimited } from '#app/shared/http/read_limited'
import { readId } from '#app/shared/ids'
import { ReceiveWebhook } from '#app/payments/actions/receive_webhook'

/** No gateway writes more; the next larger thing is not a message. */
const bytesMax = 256 * 1024

const refused: Problem = { status: 400, code: 'refused', detail: 'The message was refused.' }
const unverified: Problem = {
  status: 503,
  code: 'unverified',
  detail: 'The signature could not be checked at the moment. Send the message again later.',
}
const tooLarge: Problem = { status: 413, code: 'too_large', detail: 'The message is too large.' }
const noSite: Problem = { status: 421, code: 'no_site', detail: 'No site answers under this host name.' }
const failed: Problem = {
  status: 500,
  code: 'internal_error',
  detail: 'Something went wrong on our side. Quote the request id when you write to us.',
}

interface Address {
  driver: string
  gatewayId: string
}

/** What a request is about when it is a message of a gateway; null for all others. */
export function readAddress({ method, url }: IncomingMessage): Address | null {
  const match = method === 'POST' ? /^\/webhooks\/([\w-]+)\/(\w+)\/?(?:\?|$)/.exec(url ?? '') : null
  return match ? { driver: match[1]!, gatewayId: match[2]! } : null
}

/**
 * Takes in what gateways tell us: answered as soon as it is committed; a forged one learns nothing. It stands in front of the framework,
 * because nothing of a page (session, language, fields of a form) is wanted here and a flood of forged messages must cost next to nothing.
 */
export async function takeInMessage(
  request: IncomingMessage,
  response: ServerResponse,
  address: Address
): Promise<void> {
  const requestId = randomUUID()
  try {
    const problem = await receive(request, address, requestId)
    if (problem) answer(response, problem.status, problemType, describeProblem(problem, requestId))
    else answer(response, 200, 'application/json; charset=utf-8', { received: true })
  } catch (error) {
    // Whoever sent it is gone, and with them who would read an answer.
    if (!request.complete) return
    logger.error({ err: error, requestId }, 'Message of a gateway was not taken in')
    answer(response, failed.status, problemType, describeProblem(failed, requestId))
  }
}

/** @returns why it was not taken in; null when it was */
async function receive(
  request: IncomingMessage,
  { driver, gatewayId: shownId }: Address,
  requestId: string
): Promise<Problem | null> {
  const body = await readLimited(request, bytesMax)
  if (!body) return tooLarge
  const gatewayId = readId('gateway', shownId)
  if (!gatewayId || body.length === 0 || !isJson(request)) return refused
  const host = await findHost(readHostname(request))
  if (!host) return noSite
  const actor = { kind: 'gateway', id: gatewayId } as const
  const received = await asTenant({ tenant: host.tenant, actor, requestId }, async () =>
    (await receiver()).execute({
      gatewayId,
      driver,
      rawBody: body.toString('utf8'),
      headers: request.headers,
    })
  )
  if (received.ok) return null
  return received.error === 'unverified' ? unverified : refused
}

function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')
}

const state: { receiver: Promise<ReceiveWebhook> | null } = { receiver: null }

function receiver(): Promise<ReceiveWebhook> {
  state.receiver ??= app.container.make(ReceiveWebhook)
  return state.receiver
}

function answer(response: ServerResponse, status: number, type: string, body: object): void {
  if (response.destroyed || response.headersSent) return
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}
