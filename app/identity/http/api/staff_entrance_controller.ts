import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { SetStaffEntrance } from '#app/identity/actions/set_staff_entrance'
import { changeEntrance, describeEntrance } from '#app/identity/http/staff_entrance_desk'

/** What staff pass before they sign in, and how long they stay. */
@inject()
export default class StaffEntranceController {
  constructor(private setEntrance: SetStaffEntrance) {}

  show(ctx: HttpContext) {
    return describeEntrance(ctx)
  }

  async update(ctx: HttpContext) {
    return describeEntrance(ctx, await changeEntrance(ctx, this.setEntrance))
  }
}
