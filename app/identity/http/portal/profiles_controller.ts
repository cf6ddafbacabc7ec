import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { UpdateProfile } from '#app/identity/actions/update_profile'
import { updateProfile } from '#app/identity/http/validators/identity_validators'

/** The person's own name, language and zone. */
@inject()
export default class ProfilesController {
  constructor(private profile: UpdateProfile) {}

  async update(ctx: HttpContext) {
    const { name, locale, time_zone } = await ctx.request.validateUsing(updateProfile)
    await this.profile.execute(ctx.caller!.userId, { name, locale, timeZone: time_zone })
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.profile.saved') })
    return ctx.response.redirect().back()
  }
}
