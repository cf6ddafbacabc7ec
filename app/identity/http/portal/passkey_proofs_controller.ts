import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { localPath, refuseField } from '#app/shared/http/refuse_field'
import { ProveByPasskey } from '#app/identity/actions/prove_by_passkey'
import { enter, relyingParty } from '#app/identity/http/entrance'
import { whoIsAsked } from '#app/identity/http/portal/passkey_questions_controller'
import { kindOfHost, noteProof } from '#app/identity/http/session_identity'
import { proveByPasskey } from '#app/identity/http/validators/factor_validators'
import { findSessionCaller } from '#app/identity/queries/find_session_caller'

/** The answer of a passkey: signs in, completes a sign-in, or confirms who is signed in. */
@inject()
export default class PasskeyProofsController {
  constructor(private prove: ProveByPasskey) {}

  async store(ctx: HttpContext) {
    const { of, response, is_to_be_trusted, return_to } = await ctx.request.validateUsing(proveByPasskey)
    const asked = await whoIsAsked(ctx, of)
    if (!asked) return ctx.response.redirect().toPath('/sign-in')
    const proved = await this.prove.execute({
      ...relyingParty(ctx),
      challengeId: takeChallenge(ctx),
      response,
      userId: asked.userId,
    })
    // A passkey of a person who may not enter here is refused like one that nobody has.
    const identity = proved.ok
      ? { userId: proved.value.user.id, kind: kindOfHost(ctx), customerId: null }
      : null
    const found = identity && (await findSessionCaller(identity))
    if (!found) return refuseField('passkey', ctx.i18n.t('identity.passkeys.refused'))
    if (of === 'me') noteProof(ctx)
    else {
      const isToBeTrusted = is_to_be_trusted === true && ctx.host.surface !== 'admin'
      await enter(ctx, found.user, { factor: 'passkey', isToBeTrusted, provider: asked.pending?.provider })
      return ctx.response.redirect().toPath(localPath(asked.pending?.returnTo ?? return_to))
    }
    return ctx.response.redirect().toPath(localPath(return_to))
  }
}

export function takeChallenge(ctx: HttpContext): string | null {
  const id: unknown = ctx.session.pull('passkey_challenge')
  return typeof id === 'string' ? id : null
}
