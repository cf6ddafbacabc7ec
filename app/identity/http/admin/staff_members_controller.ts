import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { readId } from '#app/shared/ids'
import { EndStaffMember } from '#app/identity/actions/end_staff_member'
import { tokenCallers } from '#app/identity/http/token_callers'

/** People who work for the tenant, when they leave. */
@inject()
export default class StaffMembersController {
  constructor(private endMember: EndStaffMember) {}

  async destroy(ctx: HttpContext) {
    const userId = readId('user', ctx.params.id)
    const ended = userId ? await this.endMember.execute({ userId }) : null
    if (ended?.ok) {
      tokenCallers.forget()
      tell(ctx, 'success', 'identity.staff.ended')
    } else tell(ctx, 'error', `identity.staff.refused.${ended?.error.type ?? 'member_not_found'}`)
    return ctx.response.redirect().toPath('/staff')
  }
}
