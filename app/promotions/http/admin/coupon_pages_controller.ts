import { errors, type HttpContext } from '@adonisjs/core/http'
import { loadCatalogue } from '#app/catalogue/index'
import { pageSize } from '#app/shared/http/common_rules'
import { renderPage } from '#app/shared/http/render_page'
import { filterId, readId, showId } from '#app/shared/ids'
import { listCurrencies } from '#app/tenancy/index'
import { presentCoupon, presentLoyalty, presentResult } from '#app/promotions/http/coupon_transformer'
import { listCouponsQuery } from '#app/promotions/http/coupon_validators'
import { presentReferralProgramme, presentReferralToStaff } from '#app/promotions/http/referral_transformer'
import { referralPageQuery } from '#app/promotions/http/referral_validators'
import { listReferrals, readReferralProgramme } from '#app/promotions/queries/list_referrals'
import { findCouponById, listCoupons, readLoyalty } from '#app/promotions/queries/list_coupons'
import { reportCoupon } from '#app/promotions/queries/report_coupon'

/** Coupons and loyalty as staff edit them. Changes go through the API's own controllers. */
export default class CouponPagesController {
  async index(ctx: HttpContext) {
    const { status, q, cursor } = await ctx.request.validateUsing(listCouponsQuery)
    const page = await listCoupons({ status, search: q, cursor, size: pageSize(undefined) })
    return renderPage(ctx, 'promotions/admin/coupons', {
      coupons: page.rows.map(presentCoupon),
      next_cursor: page.nextCursor,
      ...(await choices()),
    })
  }

  async show(ctx: HttpContext) {
    const id = readId('coupon', ctx.params.id)
    const coupon = id ? await findCouponById(id) : null
    if (!coupon) throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    return renderPage(ctx, 'promotions/admin/coupon', {
      coupon: presentCoupon(coupon),
      results: (await reportCoupon(coupon)).map(presentResult),
      ...(await choices()),
    })
  }

  async loyalty(ctx: HttpContext) {
    return renderPage(ctx, 'promotions/admin/loyalty', { programme: presentLoyalty(await readLoyalty()) })
  }

  async referrals(ctx: HttpContext) {
    const { status, customer, cursor } = await ctx.request.validateUsing(referralPageQuery)
    const customerId = filterId('customer', customer)
    const page = await listReferrals({ customerId, status, cursor, size: pageSize(undefined) })
    return renderPage(ctx, 'promotions/admin/referrals', {
      referrals: page.rows.map(presentReferralToStaff),
      next_cursor: page.nextCursor,
      programme: presentReferralProgramme(await readReferralProgramme()),
    })
  }
}

/** What a coupon can be limited to. */
async function choices() {
  const { products } = await loadCatalogue()
  const plans = products.flatMap((product) =>
    product.plans
      .filter(({ status }) => status !== 'archived')
      .map((plan) => ({ id: showId('plan', plan.id), name: `${product.name} · ${plan.name}` }))
  )
  return { plans, currencies: listCurrencies() }
}
