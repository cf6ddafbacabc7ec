import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { ProveByCode } from '#app/identity/actions/prove_by_code'
import { enter, relyingParty } from '#app/identity/http/entrance'
import { findPending } from '#app/identity/http/pending_sign_in'
import { refuseCode } from '#app/identity/http/refusals'
import { proveByCode } from '#app/identity/http/validators/factor_validators'
import { findFactors } from '#app/identity/queries/find_factors'

/** The second half of a sign-in: a code, or (by script) a passkey. Staff without a factor set one up here. */
@inject()
export default class SecondFactorsController {
  constructor(private prove: ProveByCode) {}

  async create(ctx: HttpContext) {
    ctx.response.header('cache-control', 'no-store')
    if (await findPending(ctx, 'enrol')) return renderPage(ctx, 'identity/portal/set_up_factor', {})
    const found = await findPending(ctx, 'prove')
    if (!found) return ctx.response.redirect().toPath('/sign-in')
    const factors = await findFactors(found.user.id, relyingParty(ctx).rpId)
    return renderPage(ctx, 'identity/portal/second_factor', {
      has_totp: factors.hasTotp,
      has_passkey: factors.passkeysHere > 0,
      is_staff: ctx.host.surface === 'admin',
    })
  }

  async store(ctx: HttpContext) {
    const { code, is_to_be_trusted } = await ctx.request.validateUsing(proveByCode)
    const found = await findPending(ctx, 'prove')
    if (!found) return ctx.response.redirect().toPath('/sign-in')
    const { user, pending } = found
    const proved = await this.prove.execute({
      user,
      code,
      ip: ctx.request.ip(),
      userAgent: ctx.request.header('user-agent') ?? null,
    })
    if (!proved.ok) return refuseField('code', refuseCode(ctx, proved.error))
    const isToBeTrusted = is_to_be_trusted === true && ctx.host.surface !== 'admin'
    await enter(ctx, user, { factor: proved.value, isToBeTrusted, provider: pending.provider })
    return ctx.response.redirect().toPath(pending.returnTo)
  }
}
