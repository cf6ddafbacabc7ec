import type { HttpContext } from '@adonisjs/core/http'
import { siteProps } from '#app/catalogue/http/public/shop_view'
import { renderSharedPage } from '#app/shared/http/page_cache'
import { findBrand } from '#app/tenancy/index'

/** Terms and privacy, in the tenant's name. */
export default class LegalPagesController {
  async show(ctx: HttpContext) {
    const page = String(ctx.params.page)
    const site = await siteProps(ctx)
    const { name, legal_name, address, tax_id, support_email } = await findBrand()
    return renderSharedPage(ctx, {
      page: 'catalogue/public/legal',
      variant: JSON.stringify([page, site]),
      props: async () => ({
        ...site,
        document: page,
        seller: { name, legal_name, tax_id: tax_id ?? '', email: support_email, address: Object.values(address).join(', ') },
      }),
    })
  }
}
