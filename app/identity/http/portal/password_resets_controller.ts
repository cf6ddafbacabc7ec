import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { refuseField } from '#app/shared/http/refuse_field'
import { ResetPassword } from '#app/identity/actions/reset_password'
import { keyOf } from '#app/identity/http/opened_links'
import { mayTry } from '#app/identity/http/try_limits'
import { resetPassword } from '#app/identity/http/validators/identity_validators'

/** Setting a new password with the link from the mail. */
@inject()
export default class PasswordResetsController {
  constructor(private reset: ResetPassword) {}

  async edit(ctx: HttpContext) {
    return renderPage(ctx, 'identity/portal/reset_password', { token: keyOf(ctx) })
  }

  async update(ctx: HttpContext) {
    const { token, new_password } = await ctx.request.validateUsing(resetPassword)
    if (!(await mayTry(ctx, 'reset'))) refuseField('new_password', ctx.i18n.t('identity.too_many_tries'))
    const result = await this.reset.execute({ token, newPassword: new_password })
    if (!result.ok) refuseField('new_password', ctx.i18n.t('identity.reset_password.link_unusable'))
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.reset_password.done') })
    return ctx.response.redirect().toPath('/sign-in')
  }
}
