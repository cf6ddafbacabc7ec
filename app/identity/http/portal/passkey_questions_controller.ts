import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { AskForPasskey } from '#app/identity/actions/ask_for_passkey'
import { relyingParty } from '#app/identity/http/entrance'
import { findPending, type PendingSignIn } from '#app/identity/http/pending_sign_in'
import { mayTry } from '#app/identity/http/try_limits'
import { askForPasskey } from '#app/identity/http/validators/factor_validators'

/** What this browser is to sign with a passkey: of anybody, of the person whose password was right, or of who is signed in. */
@inject()
export default class PasskeyQuestionsController {
  constructor(private ask: AskForPasskey) {}

  async store(ctx: HttpContext) {
    const { of } = await ctx.request.validateUsing(askForPasskey)
    if (!(await mayTry(ctx, 'passkey'))) {
      return sendProblem(ctx, {
        status: 429,
        code: 'too_many_tries',
        detail: ctx.i18n.t('identity.too_many_tries'),
      })
    }
    const asked = await whoIsAsked(ctx, of)
    if (!asked) {
      return sendProblem(ctx, {
        status: 409,
        code: 'nobody_to_ask',
        detail: ctx.i18n.t('identity.second_factor.begin_again'),
      })
    }
    const { challengeId, options } = await this.ask.execute({
      userId: asked.userId,
      rpId: relyingParty(ctx).rpId,
    })
    ctx.session.put('passkey_challenge', challengeId)
    return { data: options }
  }
}

/** The person who is to sign (null where the passkey says who it is), with their half sign-in; null where there is nobody to ask. */
export async function whoIsAsked(
  ctx: HttpContext,
  of: 'anybody' | 'pending' | 'me'
): Promise<{ userId: string | null; pending: PendingSignIn | null } | null> {
  if (of === 'anybody') return { userId: null, pending: null }
  if (of === 'me') return ctx.caller ? { userId: ctx.caller.userId, pending: null } : null
  const found = await findPending(ctx, 'prove')
  return found && { userId: found.user.id, pending: found.pending }
}
