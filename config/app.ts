import type { IncomingMessage, ServerResponse } from 'node:http'
import { defineConfig } from '@adonisjs/core/http'
import env from '#start/env'
import { isOwnProxy } from '#app/shared/http/own_proxy'
import { describeProblem, problemType } from '#app/shared/http/problem'

const isProduction = env.get('NODE_ENV') === 'production'

const writeCarefully = defineConfig({}).serializeJSON

/**
 * What is sent is nearly always plain JSON, which the engine's own writer does several times as fast as the framework's; that
 * one stays for what the engine refuses (whole numbers beyond 2^53, circles).
 */
function writeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return writeCarefully(value)
  }
}

/** An address with broken percent signs, before anybody of ours is asked. */
function refuseBadUrl(request: IncomingMessage, response: ServerResponse): void {
  const detail = 'The address is not well encoded.'
  const isForProgram = request.url?.startsWith('/api/') ?? false
  const problem = describeProblem({ status: 400, code: 'malformed_address', detail }, null)
  response.writeHead(400, { 'content-type': isForProgram ? problemType : 'text/plain' })
  response.end(isForProgram ? JSON.stringify(problem) : detail)
}

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  // Behind a proxy of ours only; the address of the caller decides rate limits.
  trustProxy: isOwnProxy,
  serializeJSON: writeJson,
  onBadUrl: refuseBadUrl,
  cookie: { httpOnly: true, secure: isProduction, sameSite: 'lax', path: '/' },
})
