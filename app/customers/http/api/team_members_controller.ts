import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { ChangeMembership, findTeam, tokenCallers } from '#app/identity/index'
import { refuseTeamChange } from '#app/customers/http/api/team_refusals'
import { showTeamMember } from '#app/customers/http/transformers/customer_transformers'
import { readChosenServices } from '#app/customers/http/chosen_services'
import { changeMember } from '#app/customers/http/validators/team_validators'

/** Places in the customer's team. Ownership is handed over in a browser only, which can ask who is there. */
@inject()
export default class TeamMembersController {
  constructor(private change: ChangeMembership) {}

  async update(ctx: HttpContext) {
    const { permissions, service_ids } = await ctx.request.validateUsing(changeMember)
    const userId = readId('user', ctx.params.id)
    if (!userId) return refuseTeamChange(ctx, { type: 'member_not_found' })
    const customerId = visibleCustomer(ctx.caller!)!
    const changed = await this.change.execute({
      customerId,
      userId,
      permissions,
      serviceIds: readChosenServices(service_ids),
      by: ctx.caller!,
    })
    if (!changed.ok) return refuseTeamChange(ctx, changed.error)
    tokenCallers.forget()
    return showTeamMember((await findTeam(customerId)).find((member) => member.userId === userId)!)
  }

  async destroy(ctx: HttpContext) {
    const userId = readId('user', ctx.params.id)
    if (!userId) return refuseTeamChange(ctx, { type: 'member_not_found' })
    const customerId = visibleCustomer(ctx.caller!)!
    const ended = await this.change.end({ customerId, userId, by: ctx.caller! })
    if (!ended.ok) return refuseTeamChange(ctx, ended.error)
    tokenCallers.forget()
    ctx.response.noContent()
  }
}
