import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import type { AuditFilter } from '#app/reporting/queries/list_audit_log'

/** Which facts are wanted, from the address; what makes no sense there is left out. */
export function readAuditFilter(ctx: HttpContext): AuditFilter {
  const { type, customer, actor, cursor } = ctx.request.qs() as Record<string, unknown>
  return {
    type: typeof type === 'string' && /^[a-z_.]{1,60}$/.test(type) ? type : undefined,
    customerId: readId('customer', customer) ?? undefined,
    actorId: readId('user', actor) ?? undefined,
    cursor: readId('event', cursor) ?? undefined,
  }
}
