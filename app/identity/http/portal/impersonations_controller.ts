import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findSurfaceUrls } from '#app/tenancy/index'
import { showId } from '#app/shared/ids'
import { BeginImpersonation } from '#app/identity/actions/begin_impersonation'
import { EndImpersonation } from '#app/identity/actions/end_impersonation'
import { keyOf } from '#app/identity/http/opened_links'
import { mayTry } from '#app/identity/http/try_limits'
import { beginSessionInName, endSession } from '#app/identity/http/session_identity'

/** The customers' side: a staff member comes over by a link, and goes back. */
@inject()
export default class ImpersonationsController {
  constructor(
    private begin: BeginImpersonation,
    private end: EndImpersonation
  ) {}

  async show(ctx: HttpContext) {
    const isAllowed = await mayTry(ctx, 'signIn')
    const begun = isAllowed ? await this.begin.execute({ token: keyOf(ctx), ip: ctx.request.ip() }) : null
    if (!begun?.ok) {
      ctx.session.flash('notice', { tone: 'error', text: ctx.i18n.t('identity.impersonation.link_invalid') })
      return ctx.response.redirect().toPath('/sign-in')
    }
    const { id, user_id: userId, customer_id: customerId } = begun.value
    beginSessionInName(ctx, { userId, customerId, impersonationId: id })
    return ctx.response.redirect().toPath('/')
  }

  /** Back to the customer's page among the staff's. */
  async destroy(ctx: HttpContext) {
    if (!ctx.impersonation || ctx.caller?.kind !== 'customer') return ctx.response.redirect().toPath('/')
    await this.end.execute(ctx.impersonation.id)
    const { customerId } = ctx.caller
    endSession(ctx)
    const { admin } = await findSurfaceUrls()
    return ctx.inertia.location(`${admin}/customers/${showId('customer', customerId)}`)
  }
}
