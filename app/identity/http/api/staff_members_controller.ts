import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import { readId } from '#app/shared/ids'
import { ChangeStaffRoles, type ChangeStaffRolesError } from '#app/identity/actions/change_staff_roles'
import { EndStaffMember } from '#app/identity/actions/end_staff_member'
import { tokenCallers } from '#app/identity/http/token_callers'
import { AddStaffMember } from '#app/identity/actions/add_staff_member'
import { showStaffPerson } from '#app/identity/http/transformers/identity_transformers'
import { addStaffMember, changeStaffRoles } from '#app/identity/http/validators/identity_validators'
import { listStaff } from '#app/identity/queries/list_staff'

@inject()
export default class StaffMembersController {
  constructor(
    private addMember: AddStaffMember,
    private endMember: EndStaffMember,
    private changeRoles: ChangeStaffRoles
  ) {}

  async index() {
    return { data: (await listStaff()).map(showStaffPerson), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const { locale, ...person } = await ctx.request.validateUsing(addStaffMember)
    const by = ctx.caller!.abilities
    const result = await this.addMember.execute({ ...person, locale: locale ?? ctx.host.tenant.locale, by })
    if (!result.ok && result.error.type === 'not_yours_to_give') return refuseRoles(ctx, result.error)
    if (!result.ok) {
      const detail = 'Somebody with this e-mail address exists already.'
      const errors = [{ field: 'email', message: detail }]
      return sendProblem(ctx, { status: 422, code: 'email_taken', detail, errors })
    }
    const member = (await listStaff()).find(({ userId }) => userId === result.value.userId)!
    return showStaffPerson(member)
  }

  async update(ctx: HttpContext) {
    const { roles } = await ctx.request.validateUsing(changeStaffRoles)
    const userId = readId('user', ctx.params.id)
    if (!userId) return refuseRoles(ctx, { type: 'member_not_found' })
    const changed = await this.changeRoles.execute({ userId, roles, by: ctx.caller! })
    if (!changed.ok) return refuseRoles(ctx, changed.error)
    tokenCallers.forget()
    return showStaffPerson((await listStaff()).find((person) => person.userId === userId)!)
  }

  async destroy(ctx: HttpContext) {
    const userId = readId('user', ctx.params.id)
    const ended = userId ? await this.endMember.execute({ userId, by: ctx.caller!.abilities }) : null
    if (ended?.ok) {
      tokenCallers.forget()
      return ctx.response.noContent()
    }
    return refuseRoles(ctx, ended?.error ?? { type: 'member_not_found' })
  }
}

function refuseRoles(ctx: HttpContext, error: ChangeStaffRolesError): void {
  switch (error.type) {
    case 'member_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail: 'No such person works here.' })
    case 'last_owner':
      return sendProblem(ctx, { status: 409, code: error.type, detail: 'Somebody must own this business.' })
    case 'not_yours_to_give':
      return sendProblem(ctx, {
        status: 403,
        code: error.type,
        detail: 'You cannot give or take what you do not have.',
      })
    case 'role_unknown': {
      const detail = 'There is no such role.'
      return sendProblem(ctx, {
        status: 422,
        code: error.type,
        detail,
        errors: [{ field: 'roles', message: detail }],
      })
    }
    default:
      return unreachable(error)
  }
}
