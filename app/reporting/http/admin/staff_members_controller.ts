import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { listStaff } from '#app/identity/index'

/** Who works for the tenant, and in which roles. */
export default class StaffMembersController {
  async index(ctx: HttpContext) {
    const staff = await listStaff()
    return renderPage(ctx, 'reporting/admin/staff', {
      staff: staff.map((person) => ({
        id: showId('user', person.userId),
        name: person.name,
        email: person.email,
        roles: person.roles,
        disabled_at: person.disabledAt?.toISOString() ?? null,
        last_sign_in_at: person.lastSignInAt?.toISOString() ?? null,
      })),
    })
  }
}
