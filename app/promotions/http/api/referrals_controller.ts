import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { filterId } from '#app/shared/ids'
import { ChangeReferralProgramme } from '#app/promotions/actions/change_referral_programme'
import {
  presentReferral,
  presentReferralProgramme,
  presentReferralToStaff,
} from '#app/promotions/http/referral_transformer'
import {
  listAllReferralsQuery,
  listReferralsQuery,
  referralProgrammeBody,
} from '#app/promotions/http/referral_validators'
import { showReferralLink } from '#app/promotions/http/show_referral_link'
import { listReferrals, readReferralProgramme } from '#app/promotions/queries/list_referrals'

/** Customers who bring customers: a customer's own, or all of the tenant's for staff. */
@inject()
export default class ReferralsController {
  constructor(private changeProgramme: ChangeReferralProgramme) {}

  async index(ctx: HttpContext) {
    const { status, cursor, limit } = await ctx.request.validateUsing(listReferralsQuery)
    const customerId = visibleCustomer(ctx.caller!)!
    const page = await listReferrals({ customerId, status, cursor, size: pageSize(limit) })
    return toListAnswer(page, (referral) => presentReferral(referral, customerId))
  }

  async indexAll(ctx: HttpContext) {
    const { status, customer_id, cursor, limit } = await ctx.request.validateUsing(listAllReferralsQuery)
    const customerId = filterId('customer', customer_id)
    const page = await listReferrals({ customerId, status, cursor, size: pageSize(limit) })
    return toListAnswer(page, presentReferralToStaff)
  }

  async link(ctx: HttpContext) {
    return showReferralLink(ctx, visibleCustomer(ctx.caller!)!)
  }

  async programme() {
    return presentReferralProgramme(await readReferralProgramme())
  }

  async update(ctx: HttpContext) {
    const { is_on, percent, hold_days } = await ctx.request.validateUsing(referralProgrammeBody)
    const result = await this.changeProgramme.execute({ isOn: is_on, percent, holdDays: hold_days })
    if (result.ok) return presentReferralProgramme(result.value)
    const message = ctx.i18n.t(`promotions.refused.${result.error.type}`)
    return sendProblem(ctx, {
      status: 422,
      code: result.error.type,
      detail: message,
      errors: [{ field: 'percent', message }],
    })
  }
}
