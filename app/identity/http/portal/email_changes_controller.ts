import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { ChangeEmail } from '#app/identity/actions/change_email'
import { mayTry } from '#app/identity/http/try_limits'
import { changeEmail } from '#app/identity/http/validators/identity_validators'

/** Another address to sign in with. The answer is the same whether or not somebody has it. */
@inject()
export default class EmailChangesController {
  constructor(private change: ChangeEmail) {}

  async store(ctx: HttpContext) {
    const { email } = await ctx.request.validateUsing(changeEmail)
    if (!(await mayTry(ctx, 'link', ctx.user!.id)))
      refuseField('email', ctx.i18n.t('identity.too_many_tries'))
    const asked = await this.change.execute({ userId: ctx.user!.id, email })
    if (!asked.ok) refuseField('email', ctx.i18n.t('identity.address.same_address'))
    tell(ctx, 'success', 'identity.address.change_asked', { email })
    return ctx.response.redirect().toPath('/security')
  }

  /** Lets an asked-for address go. */
  async destroy(ctx: HttpContext) {
    await this.change.withdraw(ctx.user!.id)
    tell(ctx, 'success', 'identity.address.change_withdrawn')
    return ctx.response.redirect().toPath('/security')
  }
}
