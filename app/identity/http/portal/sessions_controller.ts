import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { localPath, refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import { EndSession } from '#app/identity/actions/end_session'
import { SignIn, type SignInError } from '#app/identity/actions/sign_in'
import { SignOutOfApplications } from '#app/identity/actions/sign_out_of_applications'
import { readBrowserMark } from '#app/identity/http/browser_mark'
import { enter, relyingParty } from '#app/identity/http/entrance'
import { beginPending } from '#app/identity/http/pending_sign_in'
import { applicationsOf, endSession, kindOfHost } from '#app/identity/http/session_identity'
import { showOffered } from '#app/identity/http/transformers/provider_transformers'
import { mayTry } from '#app/identity/http/try_limits'
import { signIn } from '#app/identity/http/validators/identity_validators'
import { listOfferedProviders } from '#app/identity/queries/list_sign_in_providers'

/** Signing in and out, on the customers' and on the staff's host. */
@inject()
export default class SessionsController {
  constructor(
    private checkCredentials: SignIn,
    private endOtherSession: EndSession,
    private signOutOfApplications: SignOutOfApplications
  ) {}

  async create(ctx: HttpContext) {
    const returnTo = localPath(ctx.request.input('return_to'))
    if (ctx.caller) return ctx.response.redirect().toPath(returnTo)
    ctx.inertia.clearHistory()
    const isCustomers = kindOfHost(ctx) === 'customer'
    return renderPage(ctx, 'identity/portal/sign_in', {
      return_to: returnTo,
      audience: kindOfHost(ctx),
      has_links: ctx.host.tenant.signInLinks && isCustomers,
      providers: isCustomers ? (await listOfferedProviders()).map(showOffered) : [],
    })
  }

  async store(ctx: HttpContext) {
    const { email, password, return_to } = await ctx.request.validateUsing(signIn)
    if (!(await mayTry(ctx, 'signIn'))) refuseField('email', ctx.i18n.t('identity.too_many_tries'))
    const result = await this.checkCredentials.execute({
      email,
      password,
      kind: kindOfHost(ctx),
      staffSecondFactor: ctx.host.tenant.staffSecondFactor,
      rpId: relyingParty(ctx).rpId,
      browserMark: readBrowserMark(ctx),
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
    })
    if (!result.ok) return refuse(ctx, result.error)
    const { user, step, isTrustedBrowser } = result.value
    const returnTo = localPath(return_to)
    if (step !== 'enter') {
      beginPending(ctx, user, { step, returnTo })
      return ctx.response.redirect().toPath('/sign-in/second-factor')
    }
    await enter(ctx, user, { factor: isTrustedBrowser ? 'known_browser' : 'password' })
    return ctx.response.redirect().toPath(returnTo)
  }

  /** Signs out of this browser, or of another one named in the address. */
  async destroy(ctx: HttpContext) {
    const named: unknown = ctx.params.id
    if (named === undefined) {
      const clientIds = applicationsOf(ctx)
      const userId = ctx.impersonation ? null : ctx.caller?.userId
      endSession(ctx)
      if (userId) await this.signOutOfApplications.executeOfSessions([{ userId, clientIds }])
      // What the browser kept of pages goes as well; its choice of light or dark stays.
      ctx.response.header('clear-site-data', '"cache"')
      return ctx.response.redirect().toPath('/sign-in')
    }
    await this.endOtherSession.execute(ctx.caller!.userId, String(named))
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.security.session_ended') })
    return ctx.response.redirect().toPath('/security')
  }
}

function refuse(ctx: HttpContext, error: SignInError): never {
  switch (error.type) {
    case 'credentials_refused':
      return refuseField('email', ctx.i18n.t('identity.sign_in.refused'))
    case 'too_many_guesses':
      return refuseField('email', ctx.i18n.t('identity.too_many_tries'))
    default:
      return unreachable(error)
  }
}
