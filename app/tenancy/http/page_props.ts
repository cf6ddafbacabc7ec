import type { HttpContext } from '@adonisjs/core/http'
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
    currencies: listCurrencies(),
    viewer: null,
    flash: ctx.session?.flashMessages.get('notice') ?? null,
  }
}
