import type { IncomingMessage, ServerResponse } from 'node:http'
import env from '#start/env'
import { readHostname } from '#app/shared/http/own_proxy'

const year = 365 * 24 * 3600

/** What no page of ours uses is switched off, for whatever runs in it. Gateways' frames may pay; passkeys and copying are ours. */
const permissions = [
  'accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media', 'geolocation',
  'gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking',
].map((feature) => `${feature}=()`).concat('publickey-credentials-get=(self)', 'publickey-credentials-create=(self)').join(', ') // prettier-ignore

/** Of every answer that has no policy of its own: it stands in no frame, and whatever in it wants to be run or fetched is not. */
const quiet = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

const safetyHeaders: [string, string][] = [
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

/**
 * Says to the browser what it may do with an answer of ours, before anybody has begun it: what is refused before the framework is asked, and what the
 * doors beside it say, stands in no frame either. Pages have a policy of their own that takes the place of this one (config/shield.ts).
 */
export function setSafetyHeaders(request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of safetyHeaders) response.setHeader(name, value)
  if (isProduction)
    response.setHeader('strict-transport-security', strictTransport(readHostname(request), baseHost))
}
