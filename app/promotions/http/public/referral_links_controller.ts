import type { HttpContext } from '@adonisjs/core/http'
import { writeReferralCookie } from '#app/promotions/http/referral_cookie'

/** Where a customer's link leads: the shop, which remembers by whom the visitor came. */
export default class ReferralLinksController {
  async show(ctx: HttpContext) {
    const code = String(ctx.params.code).toLowerCase()
    if (/^[a-z0-9]{8,20}$/.test(code)) writeReferralCookie(ctx, code)
    ctx.response.header('cache-control', 'no-store')
    return ctx.response.redirect().toPath('/')
  }
}
