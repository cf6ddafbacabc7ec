import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { localPath, refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { ResetSignIn } from '#app/identity/actions/reset_sign_in'
import { resetSignIn } from '#app/identity/http/validators/impersonation_validators'

/** Helps somebody back in who lost every second factor. */
@inject()
export default class SignInResetsController {
  constructor(private reset: ResetSignIn) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(resetSignIn)
    const userId = readId('user', ctx.params.id)
    const done = userId ? await this.reset.execute({ userId, reason, by: ctx.caller! }) : null
    if (!done?.ok)
      refuseField('reason', ctx.i18n.t(`identity.sign_in_reset.${done?.error.type ?? 'person_not_found'}`))
    tell(ctx, 'success', 'identity.sign_in_reset.done')
    return ctx.response.redirect().toPath(localPath(ctx.request.input('return_to')))
  }
}
