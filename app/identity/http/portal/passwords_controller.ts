import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { unreachable } from '#app/shared/result'
import { refuseField } from '#app/shared/http/refuse_field'
import { ChangePassword, type ChangePasswordError } from '#app/identity/actions/change_password'
import { changePassword } from '#app/identity/http/validators/identity_validators'

@inject()
export default class PasswordsController {
  constructor(private change: ChangePassword) {}

  async update(ctx: HttpContext) {
    const { current_password, new_password } = await ctx.request.validateUsing(changePassword)
    const result = await this.change.execute({
      userId: ctx.caller!.userId,
      currentPassword: current_password,
      newPassword: new_password,
      sessionId: ctx.session.sessionId,
    })
    if (!result.ok) return refuse(ctx, result.error)
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.security.password_changed') })
    return ctx.response.redirect().toPath('/security')
  }
}

function refuse(ctx: HttpContext, error: ChangePasswordError): never {
  switch (error.type) {
    case 'wrong_password':
      return refuseField('current_password', ctx.i18n.t('identity.security.wrong_password'))
    case 'too_many_guesses':
      return refuseField('current_password', ctx.i18n.t('identity.too_many_tries'))
    default:
      return unreachable(error)
  }
}
