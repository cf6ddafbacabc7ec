import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { ResetSignIn, type ResetSignInError } from '#app/identity/actions/reset_sign_in'
import { resetSignIn } from '#app/identity/http/validators/impersonation_validators'

/** Somebody who lost every second factor begins anew. */
@inject()
export default class SignInResetsController {
  constructor(private reset: ResetSignIn) {}

  async store(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(resetSignIn)
    const userId = readId('user', ctx.params.id)
    if (!userId) return refuse(ctx, { type: 'person_not_found' })
    const done = await this.reset.execute({ userId, reason, by: ctx.caller! })
    return done.ok ? ctx.response.noContent() : refuse(ctx, done.error)
  }
}

function refuse(ctx: HttpContext, { type }: ResetSignInError): void {
  switch (type) {
    case 'person_not_found':
      return sendProblem(ctx, { status: 404, code: type, detail: 'There is no such person.' })
    case 'own_account':
      return sendProblem(ctx, { status: 409, code: type, detail: 'Somebody else does that for you.' })
    case 'not_yours_to_give':
      return sendProblem(ctx, { status: 403, code: type, detail: 'They may do what you may not.' })
    default:
      return unreachable(type)
  }
}
