import type { HttpContext } from '@adonisjs/core/http'
import type { SessionIdentity } from '#app/identity/queries/find_session_caller'

function kindOfHost(ctx: HttpContext): 'customer' | 'staff' {
  return ctx.host.surface === 'admin' ? 'staff' : 'customer'
}

/** Who the session names. A session of another tenant or of the other kind of host names nobody here. */
export function readSessionIdentity(ctx: HttpContext): SessionIdentity | null {
  const userId: unknown = ctx.session.get('user_id')
  if (typeof userId !== 'string') return null
  if (ctx.session.get('tenant_id') !== ctx.host.tenant.id) return null
  const kind = kindOfHost(ctx)
  if (ctx.session.get('kind') !== kind) return null
  const customerId: unknown = ctx.session.get('customer_id')
  return { userId, kind, customerId: typeof customerId === 'string' ? customerId : null }
}

/** Begins a signed-in session under a new id: an id that somebody planted before is worth nothing. */
export function beginSession(ctx: HttpContext, userId: string): void {
  ctx.session.regenerate()
  ctx.session.put('user_id', userId)
  ctx.session.put('tenant_id', ctx.host.tenant.id)
  ctx.session.put('kind', kindOfHost(ctx))
  ctx.session.put('ip', ctx.request.ip())
  ctx.session.put('user_agent', (ctx.request.header('user-agent') ?? '').slice(0, 300))
}

export function endSession(ctx: HttpContext): void {
  ctx.session.clear()
  ctx.session.regenerate()
}
