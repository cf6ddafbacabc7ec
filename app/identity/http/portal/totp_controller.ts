import { renderSVG } from 'uqr'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { refuseField } from '#app/shared/http/refuse_field'
import { findBrand } from '#app/tenancy/index'
import { ConfirmTotp } from '#app/identity/actions/confirm_totp'
import { OfferTotp } from '#app/identity/actions/offer_totp'
import { RemoveFactor } from '#app/identity/actions/remove_factor'
import { finishEnrolment } from '#app/identity/http/enrolment'
import { refuseCode } from '#app/identity/http/refusals'
import { isFactorRequired, sendRemoval } from '#app/identity/http/factor_removal'
import { confirmTotp } from '#app/identity/http/validators/factor_validators'

/** The person's authenticator app. */
@inject()
export default class TotpController {
  constructor(
    private offer: OfferTotp,
    private confirm: ConfirmTotp,
    private removeFactor: RemoveFactor
  ) {}

  /** A seed, as text and as QR code, to a script of our page: it becomes part of no page and no history. */
  async store(ctx: HttpContext) {
    const { user } = ctx.enrolling!
    const { name } = await findBrand()
    const offered = await this.offer.execute({ userId: user.id, email: user.email, issuer: name })
    ctx.response.header('cache-control', 'no-store')
    if (!offered.ok) {
      return sendProblem(ctx, {
        status: 409,
        code: 'totp_in_use',
        detail: ctx.i18n.t('identity.totp.in_use'),
      })
    }
    const svg = renderSVG(offered.value.uri, { border: 2 })
    const picture = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    return { data: { ...offered.value, picture } }
  }

  async update(ctx: HttpContext) {
    const { code } = await ctx.request.validateUsing(confirmTotp)
    const enrolling = ctx.enrolling!
    const confirmed = await this.confirm.execute({ userId: enrolling.user.id, code })
    if (!confirmed.ok) return refuseField('code', refuseCode(ctx, confirmed.error))
    return finishEnrolment(ctx, enrolling, { factor: 'one_time_code', ...confirmed.value })
  }

  async destroy(ctx: HttpContext) {
    const userId = ctx.caller!.userId
    const factor = { kind: 'totp' as const }
    return sendRemoval(
      ctx,
      await this.removeFactor.execute({ userId, factor, isFactorRequired: isFactorRequired(ctx) })
    )
  }
}
