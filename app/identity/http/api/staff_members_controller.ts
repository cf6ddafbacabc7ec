import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { EndStaffMember } from '#app/identity/actions/end_staff_member'
import { tokenCallers } from '#app/identity/http/token_callers'
import { AddStaffMember } from '#app/identity/actions/add_staff_member'
import { showStaffPerson } from '#app/identity/http/transformers/identity_transformers'
import { addStaffMember } from '#app/identity/http/validators/identity_validators'
import { listStaff } from '#app/identity/queries/list_staff'

@inject()
export default class StaffMembersController {
  constructor(
    private addMember: AddStaffMember,
    private endMember: EndStaffMember
  ) {}

  async index() {
    return { data: (await listStaff()).map(showStaffPerson), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const { locale, ...person } = await ctx.request.validateUsing(addStaffMember)
    const result = await this.addMember.execute({ ...person, locale: locale ?? ctx.host.tenant.locale })
    if (!result.ok) {
      const detail = 'Somebody with this e-mail address exists already.'
      const errors = [{ field: 'email', message: detail }]
      return sendProblem(ctx, { status: 422, code: 'email_taken', detail, errors })
    }
    const member = (await listStaff()).find(({ userId }) => userId === result.value.userId)!
    return showStaffPerson(member)
  }

  async destroy(ctx: HttpContext) {
    const userId = readId('user', ctx.params.id)
    const ended = userId ? await this.endMember.execute({ userId }) : null
    if (ended?.ok) {
      tokenCallers.forget()
      return ctx.response.noContent()
    }
    if (ended?.error.type === 'last_owner') {
      return sendProblem(ctx, { status: 409, code: 'last_owner', detail: 'Somebody must own this business.' })
    }
    return sendProblem(ctx, { status: 404, code: 'member_not_found', detail: 'No such person works here.' })
  }
}
