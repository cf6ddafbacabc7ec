import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ownCustomer } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { findTeam, listOpenInvitations, showTeamInvitation, teamRoles } from '#app/identity/index'
import { showTeamMember } from '#app/customers/http/transformers/customer_transformers'

/** Who works for the customer, and who was asked to. */
@inject()
export default class TeamsController {
  constructor(private clock: Clock) {}

  async show(ctx: HttpContext) {
    const customerId = ownCustomer(ctx)
    const { abilities, userId } = ctx.caller!
    const team = await findTeam(customerId)
    const isOwner = team.some((member) => member.userId === userId && member.permissions.includes('owner'))
    const mayManage = abilities.has('team:write')
    const invitations = mayManage ? await listOpenInvitations(customerId, this.clock.now()) : []
    return renderPage(ctx, 'customers/portal/team', {
      members: team.map(showTeamMember),
      invitations: invitations.map(showTeamInvitation),
      roles: teamRoles,
      own_id: showId('user', userId),
      may_manage: mayManage,
      is_owner: isOwner,
    })
  }
}
