import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { actingAs } from '#app/shared/database/unit'
import { readSessionIdentity } from '#app/identity/http/session_identity'
import { findSessionCaller } from '#app/identity/queries/find_session_caller'
import type { User } from '#app/identity/records/users'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** The person who is signed in; absent for visitors. */
    user?: User
    /** The customers that the person belongs to, when there are any. */
    customerIds?: string[]
  }
}

/**
 * Finds who is signed in. The host decides as what: staff on the admin host, a customer's member elsewhere. What a person may
 * do is read anew for each request, so that a role taken away is gone at once.
 */
export default class CallerMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const identity = readSessionIdentity(ctx)
    const found = identity && (await findSessionCaller(identity))
    if (!found) return next()
    ctx.caller = found.caller
    ctx.user = found.user
    ctx.customerIds = found.customerIds
    return actingAs({ actor: { kind: found.caller.kind, id: found.user.id } }, () => next())
  }
}
