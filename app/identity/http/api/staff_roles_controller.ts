import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import { ManageStaffRoles, type ManageRolesError } from '#app/identity/actions/manage_staff_roles'
import { tokenCallers } from '#app/identity/http/token_callers'
import { showStaffRole } from '#app/identity/http/transformers/identity_transformers'
import { roleName, saveStaffRole } from '#app/identity/http/validators/identity_validators'
import { listStaffRoles } from '#app/identity/queries/list_staff_roles'

/** What each staff role grants: usual ones, and the tenant's own. They are few: the list has one page. */
@inject()
export default class StaffRolesController {
  constructor(private manage: ManageStaffRoles) {}

  async index() {
    return { data: (await listStaffRoles()).map(showStaffRole), next_cursor: null }
  }

  async update(ctx: HttpContext) {
    const { label, abilities } = await ctx.request.validateUsing(saveStaffRole)
    const name = String(ctx.params.name)
    if (!roleName.test(name)) return refuseRole(ctx, { type: 'role_not_found' })
    const saved = await this.manage.save({ name, label: label ?? null, abilities, by: ctx.caller!.abilities })
    if (!saved.ok) return refuseRole(ctx, saved.error)
    tokenCallers.forget()
    return showStaffRole((await listStaffRoles()).find((role) => role.name === name)!)
  }

  async destroy(ctx: HttpContext) {
    const name = String(ctx.params.name)
    if (!roleName.test(name)) return refuseRole(ctx, { type: 'role_not_found' })
    const removed = await this.manage.remove(name, ctx.caller!.abilities)
    if (!removed.ok) return refuseRole(ctx, removed.error)
    tokenCallers.forget()
    ctx.response.noContent()
  }
}

function refuseRole(ctx: HttpContext, error: ManageRolesError): void {
  switch (error.type) {
    case 'role_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail: 'There is no such role to change.' })
    case 'not_yours_to_give':
      return sendProblem(ctx, {
        status: 403,
        code: error.type,
        detail: 'You cannot give what you do not have.',
      })
    case 'owner_is_fixed':
      return sendProblem(ctx, { status: 409, code: error.type, detail: 'Owners have everything.' })
    case 'role_in_use':
      return sendProblem(ctx, { status: 409, code: error.type, detail: 'Somebody has this role.' })
    case 'label_missing':
      return sendProblem(ctx, {
        status: 422,
        code: error.type,
        detail: 'A role of your own needs a name.',
        errors: [{ field: 'label', message: 'A role of your own needs a name.' }],
      })
    default:
      return unreachable(error)
  }
}
