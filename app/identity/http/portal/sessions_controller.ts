import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { localPath, refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { EndSession } from '#app/identity/actions/end_session'
import { SignIn } from '#app/identity/actions/sign_in'
import { beginSession, endSession } from '#app/identity/http/session_identity'
import { forgetTries, mayTry } from '#app/identity/http/try_limits'
import { signIn } from '#app/identity/http/validators/identity_validators'
import { findSessionCaller } from '#app/identity/queries/find_session_caller'

/** Signing in and out, on the customers' and on the staff's host. */
@inject()
export default class SessionsController {
  constructor(
    private checkCredentials: SignIn,
    private endOtherSession: EndSession
  ) {}

  async create(ctx: HttpContext) {
    const returnTo = localPath(ctx.request.input('return_to'))
    if (ctx.caller) return ctx.response.redirect().toPath(returnTo)
    const audience = ctx.host.surface === 'admin' ? 'staff' : 'customer'
    return renderPage(ctx, 'identity/portal/sign_in', { return_to: returnTo, audience })
  }

  async store(ctx: HttpContext) {
    const { email, password, return_to } = await ctx.request.validateUsing(signIn)
    if (!(await mayTry(ctx, 'signIn', email))) refuseField('email', ctx.i18n.t('identity.too_many_tries'))
    const result = await this.checkCredentials.execute({
      email,
      password,
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
    })
    // Right credentials on the wrong kind of host look like wrong ones: who is staff is nobody's business.
    const kind = ctx.host.surface === 'admin' ? 'staff' : 'customer'
    const found = result.ok
      ? await findSessionCaller({ userId: result.value.id, kind, customerId: null })
      : null
    if (!found) refuseField('email', ctx.i18n.t('identity.sign_in.refused'))
    await forgetTries(ctx, email)
    beginSession(ctx, found.user.id)
    return ctx.response.redirect().toPath(localPath(return_to))
  }

  /** Signs out of this browser, or of another one named in the address. */
  async destroy(ctx: HttpContext) {
    const named: unknown = ctx.params.id
    if (named === undefined) {
      endSession(ctx)
      return ctx.response.redirect().toPath('/sign-in')
    }
    await this.endOtherSession.execute(ctx.caller!.userId, String(named))
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.security.session_ended') })
    return ctx.response.redirect().toPath('/security')
  }
}
