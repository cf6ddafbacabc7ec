import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { asTenant, systemActor } from '#app/shared/database/unit'
import { onSurface } from '#app/shared/http/surface_routes'
import { sendProblem } from '#app/shared/http/problem'
import { findHost, type Host } from '#app/shared/database/tenant_directory'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** The tenant and surface that the host name stands for. */
    host: Host
  }
}

/** Finds the tenant behind the host name; everything after runs as that tenant. A host that nobody owns gets nothing. */
export default class TenantMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (ctx.request.url().startsWith('/health/')) return next()
    const host = await findHost(ctx.request.hostname() ?? '')
    if (!host) {
      const detail = 'No site answers under this host name.'
      return ctx.request.url().startsWith('/api/')
        ? sendProblem(ctx, { status: 421, code: 'unknown_host', detail })
        : ctx.response.status(421).type('text/plain').send(detail)
    }
    ctx.host = host
    // Whoever signs up or asks for a new password is nobody yet, but somewhere.
    const actor = { ...systemActor, ip: ctx.request.ip() }
    return asTenant({ tenant: host.tenant, actor, requestId: ctx.request.id() ?? null }, () =>
      onSurface(host.surface, () => next())
    )
  }
}
