import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'

/** Whose services the caller may touch: one customer's, or all of the tenant for staff. */
export function reachOf(ctx: HttpContext): { customerId: string | null; isStaff: boolean } {
  const caller = ctx.caller
  if (!caller) throw new Error('This route needs a caller')
  return { customerId: visibleCustomer(caller), isStaff: caller.kind === 'staff' }
}

/** The id in the path, or one that belongs to nothing, so that a malformed id is simply not found. */
export function idOf(ctx: HttpContext, kind: 'service' | 'operation' | 'panel'): string {
  return readId(kind, ctx.params.id) ?? '00000000-0000-0000-0000-000000000000'
}

export function idempotencyKeyOf(ctx: HttpContext): string | null {
  return ctx.request.header('idempotency-key') ?? null
}
