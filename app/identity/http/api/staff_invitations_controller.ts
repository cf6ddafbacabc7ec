import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { Invite, type InviteError } from '#app/identity/actions/invite'
import { RevokeInvitation } from '#app/identity/actions/revoke_invitation'
import { showStaffInvitation } from '#app/identity/http/transformers/team_transformers'
import { inviteStaff } from '#app/identity/http/validators/identity_validators'
import { listOpenInvitations } from '#app/identity/queries/find_invitation'

/** Invitations to the staff that wait for an answer. They are few: the list has one page. */
@inject()
export default class StaffInvitationsController {
  constructor(
    private clock: Clock,
    private invite: Invite,
    private revoke: RevokeInvitation
  ) {}

  async index() {
    const open = await listOpenInvitations(null, this.clock.now())
    return { data: open.map(showStaffInvitation), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const { email, roles } = await ctx.request.validateUsing(inviteStaff)
    const invited = await this.invite.execute({ email, to: { customerId: null, roles }, by: ctx.caller! })
    return invited.ok ? showStaffInvitation(invited.value) : refuse(ctx, invited.error)
  }

  async destroy(ctx: HttpContext) {
    const id = readId('invitation', ctx.params.id)
    const revoked = id
      ? await this.revoke.execute(id, { customerId: null, userId: ctx.caller!.userId })
      : null
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

function refuse(ctx: HttpContext, error: InviteError): void {
  switch (error.type) {
    case 'already_there': {
      const detail = 'Somebody with this address works here already.'
      return sendProblem(ctx, {
        status: 422,
        code: error.type,
        detail,
        errors: [{ field: 'email', message: detail }],
      })
    }
    case 'email_unverified':
    case 'not_yours_to_give':
      return sendProblem(ctx, {
        status: 403,
        code: error.type,
        detail: 'You cannot give what you do not have.',
      })
    default:
      return unreachable(error)
  }
}
