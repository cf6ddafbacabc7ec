import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseField } from '#app/shared/http/refuse_field'
import { ChangePassword } from '#app/identity/actions/change_password'
import { mayTry } from '#app/identity/http/try_limits'
import { changePassword } from '#app/identity/http/validators/identity_validators'

@inject()
export default class PasswordsController {
  constructor(private change: ChangePassword) {}

  async update(ctx: HttpContext) {
    const { current_password, new_password } = await ctx.request.validateUsing(changePassword)
    if (!(await mayTry(ctx, 'signIn', ctx.user!.email))) {
      refuseField('current_password', ctx.i18n.t('identity.too_many_tries'))
    }
    const result = await this.change.execute({
      userId: ctx.caller!.userId,
      currentPassword: current_password,
      newPassword: new_password,
      sessionId: ctx.session.sessionId,
    })
    if (!result.ok) refuseField('current_password', ctx.i18n.t('identity.security.wrong_password'))
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.security.password_changed') })
    return ctx.response.redirect().toPath('/security')
  }
}
