import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { localPath, refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import { ConfirmIdentity, type ConfirmIdentityError } from '#app/identity/actions/confirm_identity'
import { hasSecondFactor } from '#app/identity/domain/sign_in_step'
import { relyingParty } from '#app/identity/http/entrance'
import { refuseCode } from '#app/identity/http/refusals'
import { noteProof } from '#app/identity/http/session_identity'
import { confirmIdentity } from '#app/identity/http/validators/factor_validators'
import { findFactors } from '#app/identity/queries/find_factors'

/** Proving once more who one is, before something that matters. */
@inject()
export default class ConfirmationsController {
  constructor(private confirm: ConfirmIdentity) {}

  async create(ctx: HttpContext) {
    const factors = await findFactors(ctx.caller!.userId, relyingParty(ctx).rpId)
    return renderPage(ctx, 'identity/portal/confirm', {
      return_to: localPath(ctx.request.input('return_to')),
      needs_code: hasSecondFactor(factors),
      has_passkey: factors.passkeysHere > 0,
    })
  }

  async store(ctx: HttpContext) {
    const { password, code, return_to } = await ctx.request.validateUsing(confirmIdentity)
    const confirmed = await this.confirm.execute({
      user: ctx.user!,
      rpId: relyingParty(ctx).rpId,
      password,
      code: code ?? null,
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
    })
    if (!confirmed.ok) return refuse(ctx, confirmed.error)
    noteProof(ctx)
    return ctx.response.redirect().toPath(localPath(return_to))
  }
}

function refuse(ctx: HttpContext, error: ConfirmIdentityError): never {
  switch (error.type) {
    case 'wrong_password':
      return refuseField('password', ctx.i18n.t('identity.security.wrong_password'))
    case 'code_needed':
      return refuseField('code', ctx.i18n.t('identity.second_factor.code_needed'))
    case 'too_many_guesses':
      return refuseField('password', ctx.i18n.t('identity.too_many_tries'))
    case 'code_refused':
      return refuseField('code', refuseCode(ctx, error))
    default:
      return unreachable(error)
  }
}
