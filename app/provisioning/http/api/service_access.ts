import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed, reachableServices, visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'

/** Whose services the caller may touch: one customer's (or chosen ones of them), or all of the tenant for staff. */
export function reachOf(ctx: HttpContext): {
  customerId: string | null
  serviceIds: string[] | null
  isStaff: boolean
} {
  const caller = ctx.caller
  if (!caller) throw new Error('This route needs a caller')
  const serviceIds = reachableServices(caller)
  return { customerId: visibleCustomer(caller), serviceIds, isStaff: caller.kind === 'staff' }
}

/** Whether the caller may spend money of the customer whose service it is. */
export function mayPay({ caller }: HttpContext): boolean {
  return (
    caller !== undefined && isAllowed(caller, caller.kind === 'staff' ? 'staff:billing:write' : 'billing:pay')
  )
}

const nothing = '00000000-0000-0000-0000-000000000000'

/**
 * The id in the path, or one that belongs to nothing, so that a malformed id is simply not found. So is a service that was not given to a
 * member who sees chosen ones: every request for a service comes through here.
 */
export function idOf(ctx: HttpContext, kind: 'service' | 'operation' | 'panel'): string {
  const id = readId(kind, ctx.params.id)
  const chosen = kind === 'service' && ctx.caller ? reachableServices(ctx.caller) : null
  return id === null || (chosen && !chosen.includes(id)) ? nothing : id
}

export function idempotencyKeyOf(ctx: HttpContext): string | null {
  return ctx.request.header('idempotency-key') ?? null
}
