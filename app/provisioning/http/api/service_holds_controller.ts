import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ChangeStaffHold } from '#app/provisioning/actions/change_staff_hold'
import { refuseHold, sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { showServiceToStaff } from '#app/provisioning/http/transformers/service_transformer'
import { holdBody } from '#app/provisioning/http/validators/provisioning_validators'
import { findListedService } from '#app/provisioning/queries/list_services'

/** Reasons of staff to keep a service suspended: placing one suspends it, lifting the last one brings it back. */
@inject()
export default class ServiceHoldsController {
  constructor(private changeStaffHold: ChangeStaffHold) {}

  async store(ctx: HttpContext) {
    const asked = await ctx.request.validateUsing(holdBody)
    const placed = await this.changeStaffHold.place({ serviceId: idOf(ctx, 'service'), ...asked })
    return placed.ok ? this.show(ctx, placed.value.id) : refuseHold(ctx, placed.error)
  }

  async destroy(ctx: HttpContext) {
    const asked = await ctx.request.validateUsing(holdBody)
    const lifted = await this.changeStaffHold.lift({ serviceId: idOf(ctx, 'service'), ...asked })
    return lifted.ok ? this.show(ctx, lifted.value.id) : refuseHold(ctx, lifted.error)
  }

  private async show(ctx: HttpContext, id: string) {
    const service = await findListedService(id, null)
    return service ? showServiceToStaff(service) : sendServiceNotFound(ctx)
  }
}
