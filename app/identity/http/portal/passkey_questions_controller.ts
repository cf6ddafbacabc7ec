import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { AskForPasskey } from '#app/identity/actions/ask_for_passkey'
import { relyingParty } from '#app/identity/http/entrance'
import { readPending } from '#app/identity/http/pending_sign_in'
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
    const userId = personAsked(ctx, of)
    if (userId === undefined) {
      return sendProblem(ctx, {
        status: 409,
        code: 'nobody_to_ask',
        detail: ctx.i18n.t('identity.second_factor.begin_again'),
      })
    }
    const { challengeId, options } = await this.ask.execute({ userId, rpId: relyingParty(ctx).rpId })
    ctx.session.put('passkey_challenge', challengeId)
    return { data: options }
  }
}

/** Null where the passkey says who it is; undefined where there is nobody to ask. */
export function personAsked(ctx: HttpContext, of: 'anybody' | 'pending' | 'me'): string | null | undefined {
  if (of === 'anybody') return null
  if (of === 'me') return ctx.caller?.userId
  const pending = readPending(ctx)
  return pending?.step === 'prove' ? pending.userId : undefined
}
