import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { SetStaffEntrance } from '#app/identity/actions/set_staff_entrance'
import { changeEntrance } from '#app/identity/http/staff_entrance_desk'

/** What staff pass before they sign in, and how long they stay. */
@inject()
export default class StaffEntrancesController {
  constructor(private setEntrance: SetStaffEntrance) {}

  async update(ctx: HttpContext) {
    await changeEntrance(ctx, this.setEntrance)
    tell(ctx, 'success', 'identity.entrance.saved')
    return ctx.response.redirect().toPath('/security-overview')
  }
}
