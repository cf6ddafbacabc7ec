import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { SignInByLink } from '#app/identity/actions/sign_in_by_link'
import { UseEmailLink } from '#app/identity/actions/use_email_link'
import type { EmailLinkPurpose } from '#app/identity/domain/email_link'
import { enter, relyingParty } from '#app/identity/http/entrance'
import { keyOf } from '#app/identity/http/opened_links'
import { beginPending } from '#app/identity/http/pending_sign_in'
import { endSession } from '#app/identity/http/session_identity'
import { mayTry } from '#app/identity/http/try_limits'
import { useEmailLink } from '#app/identity/http/validators/identity_validators'
import { findEmailLink } from '#app/identity/queries/find_email_link'

/** Links from mails that prove an address. Looking at one does nothing: mail programs look at links by themselves. */
@inject()
export default class EmailLinksController {
  constructor(
    private clock: Clock,
    private useLink: UseEmailLink,
    private signInByLink: SignInByLink
  ) {}

  async show(ctx: HttpContext) {
    const token = keyOf(ctx)
    const link = await findEmailLink(token, this.clock.now())
    return renderPage(ctx, 'identity/portal/email_link', {
      token,
      link: link && {
        purpose: link.purpose,
        email: link.email,
        // Who confirms an address is the person who gave it.
        needs_sign_in: isOwnDoing(link.purpose) && link.userId !== ctx.caller?.userId,
      },
    })
  }

  async store(ctx: HttpContext) {
    const { token } = await ctx.request.validateUsing(useEmailLink)
    if (!(await mayTry(ctx, 'link'))) refuseField('token', ctx.i18n.t('identity.too_many_tries'))
    const link = await findEmailLink(token, this.clock.now())
    if (link?.purpose === 'sign_in') return this.signIn(ctx, token)
    const used = await this.useLink.execute({ token, userId: ctx.caller?.userId ?? null })
    if (!used.ok) return refuseField('token', ctx.i18n.t(`identity.email_link.${used.error.type}`))
    switch (used.value) {
      case 'verified':
        tell(ctx, 'success', 'identity.email_link.verified')
        return ctx.response.redirect().toPath('/')
      case 'confirmed':
      case 'released':
        tell(ctx, 'success', `identity.email_link.${used.value}`)
        return ctx.response.redirect().toPath(ctx.caller ? '/security' : '/sign-in')
      case 'changed':
        tell(ctx, 'success', 'identity.email_link.changed')
        return ctx.response.redirect().toPath(ctx.caller ? '/security' : '/sign-in')
      case 'undone':
        endSession(ctx)
        tell(ctx, 'success', 'identity.email_link.undone')
        return ctx.response.redirect().toPath('/sign-in')
      default:
        return unreachable(used.value)
    }
  }

  private async signIn(ctx: HttpContext, token: string) {
    const isOffered = ctx.host.tenant.signInLinks && ctx.host.surface === 'account'
    const { rpId } = relyingParty(ctx)
    const found = isOffered ? await this.signInByLink.execute({ token, rpId }) : null
    if (!found?.ok) return refuseField('token', ctx.i18n.t('identity.email_link.link_unusable'))
    const { user, step } = found.value
    if (step !== 'enter') {
      beginPending(ctx, user, { step, returnTo: '/' })
      return ctx.response.redirect().toPath('/sign-in/second-factor')
    }
    await enter(ctx, user, { factor: 'email_link' })
    return ctx.response.redirect().toPath('/')
  }
}

const isOwnDoing = (purpose: EmailLinkPurpose) => purpose === 'verify' || purpose === 'change'
