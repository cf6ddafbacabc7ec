import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { AddStaffMember } from '#app/identity/actions/add_staff_member'
import { showStaffPerson } from '#app/identity/http/transformers/identity_transformers'
import { addStaffMember } from '#app/identity/http/validators/identity_validators'
import { listStaff } from '#app/identity/queries/list_staff'

@inject()
export default class StaffMembersController {
  constructor(private addMember: AddStaffMember) {}

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
}
