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

/** @param isProduction behind a proxy that ends TLS */
export const safetyHeaders = (isProduction: boolean): [string, string][] => [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
  // Gateways open windows of their own and answer to ours.
  ['cross-origin-opener-policy', 'same-origin-allow-popups'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', permissions],
  // Of this host alone: the hosts of resellers and customers are not ours to bind.
  ...(isProduction ? [['strict-transport-security', `max-age=${year}`] as [string, string]] : []),
]

const headers = safetyHeaders(env.get('NODE_ENV') === 'production')

/** Says to the browser what it may do with any answer of ours, and refuses what another site had it send. */
export default class SafetyHeadersMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    for (const [name, value] of headers) ctx.response.header(name, value)
    if (!isForPrograms(ctx.request.url()) && !isOwnRequest(ctx)) {
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
