import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { InviteError, TeamChangeRefusal } from '#app/identity/index'

/** How each refusal of a change to a team looks over the API. */
export function refuseTeamChange(ctx: HttpContext, error: TeamChangeRefusal | InviteError): void {
  switch (error.type) {
    case 'member_not_found':
      return sendProblem(ctx, {
        status: 404,
        code: error.type,
        detail: 'There is no such member of your team.',
      })
    case 'owners_only':
      return sendProblem(ctx, {
        status: 403,
        code: error.type,
        detail: 'Only an owner changes the place of an owner.',
      })
    case 'last_owner':
      return sendProblem(ctx, { status: 409, code: error.type, detail: 'A team keeps at least one owner.' })
    case 'not_yours_to_give':
      return sendProblem(ctx, {
        status: 403,
        code: error.type,
        detail: 'You cannot give what you do not have.',
      })
    case 'email_unverified':
      return sendProblem(ctx, {
        status: 403,
        code: error.type,
        detail: 'Confirm your own address first, by the link that was sent to it.',
      })
    case 'already_there': {
      const detail = 'Somebody with this address belongs to the team already.'
      return sendProblem(ctx, {
        status: 422,
        code: error.type,
        detail,
        errors: [{ field: 'email', message: detail }],
      })
    }
    default:
      return unreachable(error)
  }
}
