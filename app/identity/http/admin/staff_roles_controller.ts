import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { staffAbilities } from '#app/shared/http/caller'
import { nothingHere, tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { ManageStaffRoles } from '#app/identity/actions/manage_staff_roles'
import { tokenCallers } from '#app/identity/http/token_callers'
import { showStaffRole } from '#app/identity/http/transformers/identity_transformers'
import { roleName, saveStaffRole } from '#app/identity/http/validators/identity_validators'
import { listStaffRoles } from '#app/identity/queries/list_staff_roles'

/** What each staff role grants. */
@inject()
export default class StaffRolesController {
  constructor(private manage: ManageStaffRoles) {}

  async index(ctx: HttpContext) {
    const own = ctx.caller!.abilities
    return renderPage(ctx, 'identity/admin/roles', {
      roles: (await listStaffRoles()).map(showStaffRole),
      abilities: staffAbilities.map((name) => ({ name, is_yours: own.has(name) })),
    })
  }

  async update(ctx: HttpContext) {
    const { label, abilities } = await ctx.request.validateUsing(saveStaffRole)
    const name = String(ctx.params.name)
    if (!roleName.test(name)) return nothingHere(ctx)
    const saved = await this.manage.save({ name, label: label ?? null, abilities, by: ctx.caller!.abilities })
    if (!saved.ok) {
      const field = saved.error.type === 'label_missing' ? 'label' : 'abilities'
      refuseField(field, ctx.i18n.t(`identity.roles.refused.${saved.error.type}`))
    }
    tokenCallers.forget()
    tell(ctx, 'success', 'identity.roles.saved')
    return ctx.response.redirect().toPath('/staff-roles')
  }

  async destroy(ctx: HttpContext) {
    const name = String(ctx.params.name)
    if (!roleName.test(name)) return nothingHere(ctx)
    const removed = await this.manage.remove(name, ctx.caller!.abilities)
    if (removed.ok) tell(ctx, 'success', 'identity.roles.removed')
    else tell(ctx, 'error', `identity.roles.refused.${removed.error.type}`)
    tokenCallers.forget()
    return ctx.response.redirect().toPath('/staff-roles')
  }
}
