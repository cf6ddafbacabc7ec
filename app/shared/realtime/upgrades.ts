import type { IncomingMessage } from 'node:http'
import { findHost, type Host } from '#app/shared/database/tenant_directory'
import { namesOneHost, readHostname } from '#app/shared/http/own_proxy'

/** Whether a connection that stays open may be made under a host. */
export type ConnectionGuard = (request: IncomingMessage, host: Host) => Promise<boolean>

const state: { guard: ConnectionGuard | null } = { guard: null }

/** Set once at boot by the domain that knows who may come in, so that this file knows no domain. */
export function guardConnectionsWith(guard: ConnectionGuard): void {
  state.guard = guard
}

/**
 * The host under which somebody wants a connection that stays open (live news, a console), or null when they may have none: another
 * site's page asks, nobody owns the host, or its entrance is closed to them. These requests pass no middleware.
 */
export async function hostOfConnection(request: IncomingMessage): Promise<Host | null> {
  if (!namesOneHost(request) || !isOwnPage(request)) return null
  const host = await findHost(readHostname(request))
  if (!host || !state.guard) return null
  return (await state.guard(request, host)) ? host : null
}

/** Another site's page may not use a ticket that it came by; programs send no origin. */
function isOwnPage(request: IncomingMessage): boolean {
  const { origin } = request.headers
  return origin === undefined || (URL.canParse(origin) && new URL(origin).hostname === readHostname(request))
}
