import { lacksWantedFactor, sendToEnrol } from '#app/identity/http/wanted_factor'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { actingAs } from '#app/shared/database/unit'
import {
  endSession,
  isPasswordKept,
  noteActivity,
  readSessionIdentity,
} from '#app/identity/http/session_identity'
import { callerOf } from '#app/identity/queries/find_session_caller'
import { isOfOtherCustomer, refuseOtherCustomer } from '#app/identity/http/page_customer'
import { isVouchedFor } from '#app/identity/domain/staff_entrance'
import type { NamedImpersonation } from '#app/identity/records/impersonations'
import type { User } from '#app/identity/records/users'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** The person who is signed in; absent for visitors. */
    user?: User
    /** The customers that the person belongs to, when there are any. */
    customerIds?: string[]
    /** The visit of a staff member who acts in the person's name. */
    impersonation?: NamedImpersonation
  }
}

/**
 * Finds who is signed in. The host decides as what: staff on the admin host, a customer's member elsewhere. What a person may
 * do is read with the session for each request, so that a role taken away is gone at once.
 */
export default class CallerMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    // What is told to one person is kept by nobody: neither by proxies nor by the browser for whoever uses it next.
    ctx.response.header('cache-control', 'private, no-store')
    const identity = readSessionIdentity(ctx)
    const found = identity && (await callerOf(identity, ctx.sessionRights ?? null))
    // Whom Cloudflare Access knows as somebody else is nobody here.
    if (!found || !isVouchedFor(ctx.assertedEmail, found.user.email)) return next()
    if (!isPasswordKept(ctx, found.user)) {
      endSession(ctx)
      return next()
    }
    if (found.caller.kind === 'staff') noteActivity(ctx)
    ctx.caller = found.caller
    ctx.user = found.user
    ctx.customerIds = found.customerIds
    if (found.impersonation) ctx.impersonation = found.impersonation
    if (isOfOtherCustomer(ctx, found.caller)) return refuseOtherCustomer(ctx)
    if (await lacksWantedFactor(ctx)) return sendToEnrol(ctx)
    const actor = {
      kind: found.caller.kind,
      id: found.user.id,
      ip: ctx.request.ip(),
      impersonatorId: found.impersonation?.staff_user_id ?? null,
    }
    return actingAs({ actor }, () => next())
  }
}
