import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { shopView } from '#app/catalogue/http/public/shop_view'

/** What search engines read first. */
export default class SitemapsController {
  async show(ctx: HttpContext) {
    const { products } = await shopView(ctx)
    const paths = ['/', ...products.map((product) => `/products/${product.slug}`), '/legal/terms', '/legal/privacy']
    const urls = paths.map((path) => this.entry(ctx, path)).join('\n')
    return ctx.response
      .type('application/xml')
      .send(
        `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls}\n</urlset>\n`
      )
  }

  /** Private pages are not for the index; everything else is. */
  robots(ctx: HttpContext) {
    return ctx.response
      .type('text/plain')
      .send(`User-agent: *\nDisallow: /cart\nDisallow: /configure\n\nSitemap: ${originOf(ctx)}/sitemap.xml\n`)
  }

  private entry(ctx: HttpContext, path: string): string {
    const base = ctx.host.tenant.locale
    const addressIn = (locale: string) =>
      `${originOf(ctx)}${locale === base ? path : `/${locale}${path === '/' ? '' : path}`}`
    const others = i18nManager
      .supportedLocales()
      .map((locale) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${addressIn(locale)}"/>`)
    return `<url><loc>${addressIn(base)}</loc>${others.join('')}</url>`
  }
}

function originOf({ request }: HttpContext): string {
  return `${request.protocol()}://${request.host() ?? ''}`
}
