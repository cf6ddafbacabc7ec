import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { refuseField } from '#app/shared/http/refuse_field'
import { AskForMailedLink } from '#app/identity/actions/ask_for_mailed_link'
import { mayTry } from '#app/identity/http/try_limits'
import { requestPasswordReset } from '#app/identity/http/validators/identity_validators'

@inject()
export default class PasswordResetRequestsController {
  constructor(private askForLink: AskForMailedLink) {}

  async create(ctx: HttpContext) {
    return renderPage(ctx, 'identity/portal/forgot_password', {
      is_sent: ctx.session.flashMessages.get('is_reset_sent') === true,
    })
  }

  /** The answer is the same for every address, known or not. */
  async store(ctx: HttpContext) {
    const { email } = await ctx.request.validateUsing(requestPasswordReset)
    if (!(await mayTry(ctx, 'reset', email))) refuseField('email', ctx.i18n.t('identity.too_many_tries'))
    await this.askForLink.execute({ email, purpose: 'password' })
    ctx.session.flash('is_reset_sent', true)
    return ctx.response.redirect().toPath('/forgot-password')
  }
}
