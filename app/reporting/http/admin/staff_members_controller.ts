import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import {
  listOpenInvitations,
  listStaff,
  listStaffRoles,
  showStaffInvitation,
  showStaffRole,
} from '#app/identity/index'

/** Who works for the tenant, and in which roles. */
@inject()
export default class StaffMembersController {
  constructor(private clock: Clock) {}

  async index(ctx: HttpContext) {
    const staff = await listStaff()
    const mayManage = ctx.caller!.abilities.has('staff:settings:write')
    const invitations = mayManage ? await listOpenInvitations(null, this.clock.now()) : []
    return renderPage(ctx, 'reporting/admin/staff', {
      staff: staff.map((person) => ({
        id: showId('user', person.userId),
        name: person.name,
        email: person.email,
        roles: person.roles,
        disabled_at: person.disabledAt?.toISOString() ?? null,
        last_sign_in_at: person.lastSignInAt?.toISOString() ?? null,
      })),
      invitations: invitations.map(showStaffInvitation),
      roles: (await listStaffRoles()).map(showStaffRole),
      own_id: showId('user', ctx.caller!.userId),
      may_manage: mayManage,
    })
  }
}
