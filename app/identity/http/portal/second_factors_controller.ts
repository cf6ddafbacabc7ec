import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { ProveByCode } from '#app/identity/actions/prove_by_code'
import { enter, relyingParty } from '#app/identity/http/entrance'
import { readPending } from '#app/identity/http/pending_sign_in'
import { refuseCode } from '#app/identity/http/refusals'
import { proveByCode } from '#app/identity/http/validators/factor_validators'
import { findFactors } from '#app/identity/queries/find_factors'
import { findUser } from '#app/identity/queries/find_user'

/** The second half of a sign-in: a code, or (by script) a passkey. Staff without a factor set one up here. */
@inject()
export default class SecondFactorsController {
  constructor(private prove: ProveByCode) {}

  async create(ctx: HttpContext) {
    const pending = readPending(ctx)
    if (!pending) return ctx.response.redirect().toPath('/sign-in')
    ctx.response.header('cache-control', 'no-store')
    if (pending.step === 'enrol') return renderPage(ctx, 'identity/portal/set_up_factor', {})
    const factors = await findFactors(pending.userId, relyingParty(ctx).rpId)
    return renderPage(ctx, 'identity/portal/second_factor', {
      has_totp: factors.hasTotp,
      has_passkey: factors.passkeysHere > 0,
      may_trust: ctx.host.surface !== 'admin',
    })
  }

  async store(ctx: HttpContext) {
    const { code, is_to_be_trusted } = await ctx.request.validateUsing(proveByCode)
    const pending = readPending(ctx)
    const user = pending?.step === 'prove' ? await findUser(pending.userId) : undefined
    if (!pending || !user || user.disabled_at) return ctx.response.redirect().toPath('/sign-in')
    const proved = await this.prove.execute({
      user,
      code,
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
    })
    if (!proved.ok) return refuseField('code', refuseCode(ctx, proved.error))
    const isToBeTrusted = is_to_be_trusted === true && ctx.host.surface !== 'admin'
    await enter(ctx, user, { factor: proved.value, isToBeTrusted })
    return ctx.response.redirect().toPath(pending.returnTo)
  }
}
