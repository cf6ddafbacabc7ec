import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { renderPage } from '#app/shared/http/render_page'
import { presentReferral } from '#app/promotions/http/referral_transformer'
import { listReferralsQuery } from '#app/promotions/http/referral_validators'
import { showReferralLink } from '#app/promotions/http/show_referral_link'
import { listReferrals } from '#app/promotions/queries/list_referrals'

/** A customer's link, and what came of it. */
export default class ReferralPagesController {
  async index(ctx: HttpContext) {
    const { cursor } = await ctx.request.validateUsing(listReferralsQuery)
    const customerId = visibleCustomer(ctx.caller!)!
    const page = await listReferrals({ customerId, cursor, size: pageSize(undefined) })
    return renderPage(ctx, 'promotions/portal/referrals', {
      link: await showReferralLink(ctx, customerId),
      referrals: page.rows.map((referral) => presentReferral(referral, customerId)),
      next_cursor: page.nextCursor,
    })
  }
}
