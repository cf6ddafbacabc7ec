import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { presentReferralToStaff } from '#app/promotions/http/referral_transformer'
import { listReferralsQuery } from '#app/promotions/http/referral_validators'
import { showReferralLink } from '#app/promotions/http/show_referral_link'
import { listReferrals } from '#app/promotions/queries/list_referrals'

/** What a customer has from bringing others, for staff who look after their money. */
export default class CustomerReferralsController {
  async index(ctx: HttpContext) {
    const { status, cursor, limit } = await ctx.request.validateUsing(listReferralsQuery)
    const customerId = await this.findAsked(ctx)
    if (!customerId) return this.sendCustomerNotFound(ctx)
    const page = await listReferrals({ customerId, status, cursor, size: pageSize(limit) })
    return toListAnswer(page, presentReferralToStaff)
  }

  async link(ctx: HttpContext) {
    const customerId = await this.findAsked(ctx)
    return customerId ? showReferralLink(ctx, customerId) : this.sendCustomerNotFound(ctx)
  }

  private async findAsked(ctx: HttpContext): Promise<string | null> {
    const id = readId('customer', ctx.params.id)
    return id && (await findCustomer(id)) ? id : null
  }

  private sendCustomerNotFound(ctx: HttpContext): void {
    sendProblem(ctx, { status: 404, code: 'customer_not_found', detail: 'There is no such customer.' })
  }
}
