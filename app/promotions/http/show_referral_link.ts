import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { listSurfaceUrls } from '#app/tenancy/index'
import { OpenReferralLink } from '#app/promotions/actions/open_referral_link'
import { presentReferralProgramme } from '#app/promotions/http/referral_transformer'

/** A customer's link as screens and programs see it. */
export async function showReferralLink(ctx: HttpContext, customerId: string) {
  const { code, programme } = await (await app.container.make(OpenReferralLink)).execute({ customerId })
  const { storefront } = await listSurfaceUrls(ctx)
  return { ...presentReferralProgramme(programme), code, url: `${storefront}/r/${code}` }
}
