import type { HttpContext } from '@adonisjs/core/http'
import type { ServerResponse } from 'node:http'

/**
 * Hosts that a gateway's own form needs (Stripe.js and its frames). Filled at boot from the drivers' declarations, so that
 * this file names no gateway.
 */
const gatewayOrigins = new Set<string>()

export function allowGatewayOrigin(origin: string): void {
  gatewayOrigins.add(origin)
}

function withGateways(): string {
  return [...gatewayOrigins].join(' ')
}

/** One directive value that is looked up at each answer; helmet-style policies allow functions. */
function gateways(_request: unknown, _response: ServerResponse): string {
  return withGateways()
}

export const contentSecurityPolicy = {
  enabled: true,
  directives: {
    defaultSrc: [`'self'`],
    scriptSrc: [`'self'`, '@nonce', gateways],
    // What our scripts set on elements by their properties needs no leave; a style attribute or element of anybody else's has none.
    styleSrc: [`'self'`, '@nonce'],
    imgSrc: [`'self'`, 'data:'],
    fontSrc: [`'self'`],
    connectSrc: [`'self'`, gateways],
    frameSrc: [`'self'`, gateways],
    formAction: [`'self'`],
    frameAncestors: [`'none'`],
    baseUri: [`'none'`],
    objectSrc: [`'none'`],
  },
  reportOnly: false,
}

export function cspNonce(ctx: HttpContext): string {
  return (ctx.response as unknown as { nonce?: string }).nonce ?? ''
}
