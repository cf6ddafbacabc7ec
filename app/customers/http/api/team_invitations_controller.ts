import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import {
  Invite,
  listOpenInvitations,
  mayTry,
  RevokeInvitation,
  showTeamInvitation,
} from '#app/identity/index'
import { refuseTeamChange } from '#app/customers/http/api/team_refusals'
import { readChosenServices } from '#app/customers/http/chosen_services'
import { inviteToTeam } from '#app/customers/http/validators/team_validators'

/** Invitations into the customer's team that wait for an answer. They are few: the list has one page. */
@inject()
export default class TeamInvitationsController {
  constructor(
    private clock: Clock,
    private invite: Invite,
    private revoke: RevokeInvitation
  ) {}

  async index({ caller }: HttpContext) {
    const open = await listOpenInvitations(visibleCustomer(caller!)!, this.clock.now())
    return { data: open.map(showTeamInvitation), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const { email, permissions, service_ids } = await ctx.request.validateUsing(inviteToTeam)
    const customerId = visibleCustomer(ctx.caller!)!
    if (!(await mayTry(ctx, 'invite', customerId))) {
      const detail = 'Too many people were invited within an hour. Wait for one.'
      return sendProblem(ctx, { status: 429, code: 'too_many_tries', detail })
    }
    const to = { customerId, permissions, serviceIds: readChosenServices(service_ids) }
    const invited = await this.invite.execute({ email, to, by: ctx.caller! })
    return invited.ok ? showTeamInvitation(invited.value) : refuseTeamChange(ctx, invited.error)
  }

  async destroy(ctx: HttpContext) {
    const id = readId('invitation', ctx.params.id)
    const by = { customerId: visibleCustomer(ctx.caller!)!, userId: ctx.caller!.userId }
    const revoked = id ? await this.revoke.execute(id, by) : null
    if (!revoked?.ok) {
      return sendProblem(ctx, {
        status: 404,
        code: 'invitation_not_found',
        detail: 'No such invitation waits.',
      })
    }
    ctx.response.noContent()
  }
}
