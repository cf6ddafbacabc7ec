import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import { ChangeStaffHold, type StaffHoldError } from '#app/provisioning/actions/change_staff_hold'
import { staffHolds } from '#app/provisioning/domain/service'
import { liftHoldForm, placeHoldForm } from '#app/provisioning/http/admin/validators'

/** Keeps a service suspended for a reason of staff; lifting takes that reason back. */
@inject()
export default class ServiceHoldsController {
  constructor(private changeHold: ChangeStaffHold) {}

  async store(ctx: HttpContext) {
    const { hold, note } = await ctx.request.validateUsing(placeHoldForm)
    const result = await this.changeHold.place({ serviceId: readRecordId(ctx, 'service'), hold, note })
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.hold_placed')
    return refuse(ctx, result.error)
  }

  async destroy(ctx: HttpContext) {
    const { note } = await ctx.request.validateUsing(liftHoldForm)
    const hold = staffHolds.find((candidate) => candidate === ctx.params.hold)
    if (!hold) throw notFound(ctx)
    const result = await this.changeHold.lift({ serviceId: readRecordId(ctx, 'service'), hold, note })
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.hold_lifted')
    return refuse(ctx, result.error)
  }
}

function refuse(ctx: HttpContext, { type }: StaffHoldError): void {
  switch (type) {
    case 'service_not_found':
      throw notFound(ctx)
    case 'service_ended':
    case 'hold_unchanged':
      return goBackWith(ctx, 'error', `staff_notices.${type}`)
    default:
      return unreachable(type)
  }
}
