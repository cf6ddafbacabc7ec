import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { AskForMailedLink } from '#app/identity/actions/ask_for_mailed_link'
import { mayTry } from '#app/identity/http/try_limits'
import { changeEmail } from '#app/identity/http/validators/identity_validators'

/** Asking for a link that signs in, where the tenant offers it. */
@inject()
export default class SignInLinksController {
  constructor(private askForLink: AskForMailedLink) {}

  async create(ctx: HttpContext) {
    if (!ctx.host.tenant.signInLinks) return nothingHere(ctx)
    return renderPage(ctx, 'identity/portal/sign_in_link', {
      is_sent: ctx.session.flashMessages.get('is_link_sent') === true,
    })
  }

  /** The answer is the same for every address, known or not. */
  async store(ctx: HttpContext) {
    if (!ctx.host.tenant.signInLinks) return nothingHere(ctx)
    const { email } = await ctx.request.validateUsing(changeEmail)
    if (!(await mayTry(ctx, 'link', email))) refuseField('email', ctx.i18n.t('identity.too_many_tries'))
    await this.askForLink.execute({ email, purpose: 'sign_in' })
    ctx.session.flash('is_link_sent', true)
    return ctx.response.redirect().toPath('/sign-in-link')
  }
}
