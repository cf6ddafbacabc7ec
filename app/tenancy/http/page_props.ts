import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import { findBrand } from '#app/tenancy/queries/find_brand'
import { listCurrencies } from '#app/tenancy/queries/list_currencies'
import { listSurfaceUrls } from '#app/tenancy/queries/list_surface_urls'

/** What every page shows of the tenant, and how it is read. */
export async function tenancyPageProps(ctx: HttpContext): Promise<Record<string, unknown>> {
  const { name, legal_name, accent_color, support_email, footer } = await findBrand()
  return {
    brand: { name, legal_name, accent_color, support_email, footer },
    locale: ctx.i18n?.locale ?? ctx.host.tenant.locale,
    urls: await listSurfaceUrls(ctx),
    /** How far the tenant's clock is ahead of the world's, so that "2 hours ago" is said by the same clock. */
    clock_offset_ms: offsetOf(ctx),
    currencies: listCurrencies(),
    viewer: null,
    flash: ctx.session?.flashMessages.get('notice') ?? null,
  }
}

function offsetOf(ctx: HttpContext): number {
  const { offsetMs, frozenAt } = ctx.host.tenant.clock
  return frozenAt ? Date.parse(frozenAt) - new Clock().wall().getTime() : offsetMs
}
