import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import env from '#start/env'
import { isOwnRequest } from '#app/shared/http/own_request'
import { sendProblem } from '#app/shared/http/problem'

const year = 365 * 24 * 3600

/** What no page of ours uses is switched off, for whatever runs in it. Gateways' frames may pay; passkeys and copying are ours. */
const permissions = [
  'accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media', 'geolocation',
  'gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking',
].map((feature) => `${feature}=()`).concat('publickey-credentials-get=(self)', 'publickey-credentials-create=(self)').join(', ') // prettier-ignore

/** Of every answer that has no policy of its own: it stands in no frame, and whatever in it wants to be run or fetched is not. */
const quiet = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

export const safetyHeaders: [string, string][] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
  // Gateways open windows of their own and answer to ours.
  ['cross-origin-opener-policy', 'same-origin-allow-popups'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', permissions],
  ['content-security-policy', quiet],
]

/**
 * How long browsers come by TLS only (RFC 6797), told where a proxy ends it in front of us. Below the hosts of the installation and below every host
 * where people sign in lies nothing of anybody else; below a name of a tenant's own may lie what is none of ours to bind.
 */
export function strictTransport(host: string, baseHost: string): string {
  const base = baseHost.replace(/:\d+$/, '')
  const isOurs = /^(?:account|admin|status)\./.test(host) || host === base || host.endsWith(`.${base}`)
  return `max-age=${year}${isOurs ? '; includeSubDomains' : ''}`
}

const isProduction = env.get('NODE_ENV') === 'production'
const baseHost = env.get('PUBLIC_BASE_HOST')

/** Says to the browser what it may do with any answer of ours, and refuses what another site had it send. */
export default class SafetyHeadersMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const { response, request } = ctx
    for (const [name, value] of safetyHeaders) response.header(name, value)
    if (isProduction)
      response.header('strict-transport-security', strictTransport(request.hostname() ?? '', baseHost))
    if (!isForPrograms(request.url()) && !isOwnRequest(ctx)) {
      return sendProblem(ctx, {
        status: 403,
        code: 'foreign_origin',
        detail: 'This form was sent from another site.',
      })
    }
    return next()
  }
}

/** Programs carry tokens or signatures: no browser adds those by itself. */
function isForPrograms(path: string): boolean {
  return path.startsWith('/api/') || path.startsWith('/webhooks/')
}
