import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { ChangeLoyalty } from '#app/promotions/actions/change_loyalty'
import { presentLoyalty } from '#app/promotions/http/coupon_transformer'
import { loyaltyBody } from '#app/promotions/http/coupon_validators'
import { readLoyalty } from '#app/promotions/queries/list_coupons'

/** What customers get for their tenure, by staff. */
@inject()
export default class LoyaltyProgrammesController {
  constructor(private changeLoyalty: ChangeLoyalty) {}

  async show() {
    return presentLoyalty(await readLoyalty())
  }

  async update(ctx: HttpContext) {
    const { is_on, name, gap_days, tiers } = await ctx.request.validateUsing(loyaltyBody)
    const result = await this.changeLoyalty.execute({
      isOn: is_on,
      name,
      gapDays: gap_days,
      tiers: tiers.map(({ after_months, percent }) => ({ afterMonths: after_months, percent })),
    })
    if (result.ok) return presentLoyalty(result.value)
    const { error } = result
    const message = ctx.i18n.t(`promotions.refused.${error.type}`)
    const field = 'tier' in error ? `tiers.${error.tier}.percent` : 'tiers'
    return sendProblem(ctx, { status: 422, code: error.type, detail: message, errors: [{ field, message }] })
  }
}
