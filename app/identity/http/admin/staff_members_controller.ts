import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { ChangeStaffRoles } from '#app/identity/actions/change_staff_roles'
import { EndStaffMember } from '#app/identity/actions/end_staff_member'
import { changeStaffRoles } from '#app/identity/http/validators/identity_validators'
import { tokenCallers } from '#app/identity/http/token_callers'

/** People who work for the tenant: other roles, and when they leave. */
@inject()
export default class StaffMembersController {
  constructor(
    private endMember: EndStaffMember,
    private changeRoles: ChangeStaffRoles
  ) {}

  async update(ctx: HttpContext) {
    const { roles } = await ctx.request.validateUsing(changeStaffRoles)
    const userId = readId('user', ctx.params.id)
    const changed = userId ? await this.changeRoles.execute({ userId, roles, by: ctx.caller! }) : null
    if (!changed?.ok)
      refuseField('roles', ctx.i18n.t(`identity.staff.refused.${changed?.error.type ?? 'member_not_found'}`))
    tokenCallers.forget()
    tell(ctx, 'success', 'identity.staff.roles_changed')
    return ctx.response.redirect().toPath('/staff')
  }

  async destroy(ctx: HttpContext) {
    const userId = readId('user', ctx.params.id)
    const ended = userId ? await this.endMember.execute({ userId, by: ctx.caller!.abilities }) : null
    if (ended?.ok) {
      tokenCallers.forget()
      tell(ctx, 'success', 'identity.staff.ended')
    } else tell(ctx, 'error', `identity.staff.refused.${ended?.error.type ?? 'member_not_found'}`)
    return ctx.response.redirect().toPath('/staff')
  }
}
