import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { UpdateProfile } from '#app/identity/actions/update_profile'
import { showMe } from '#app/identity/http/transformers/identity_transformers'
import { updateProfile } from '#app/identity/http/validators/identity_validators'
import { findUser } from '#app/identity/queries/find_user'

/** The person behind the token. */
@inject()
export default class MeController {
  constructor(private profile: UpdateProfile) {}

  async show({ caller }: HttpContext) {
    return showMe((await findUser(caller!.userId))!, caller!)
  }

  async update({ request, caller }: HttpContext) {
    const { name, locale, time_zone } = await request.validateUsing(updateProfile)
    const user = await this.profile.execute(caller!.userId, { name, locale, timeZone: time_zone })
    return showMe(user, caller!)
  }
}
