import type { HttpContext } from '@adonisjs/core/http'
import { cspNonce } from '#app/shared/http/content_security_policy'
import { nothingHere } from '#app/shared/http/portal_answers'
import { findBrand } from '#app/tenancy/index'
import { pageOfMark } from '#app/identity/domain/keyed_link'
import { keepKey } from '#app/identity/http/opened_links'
import { openLink } from '#app/identity/http/validators/identity_validators'

/** Where mailed links lead: the page reads what stands behind the `#`, and sends it on in a body. Opening one uses nothing up. */
export default class KeyedLinksController {
  async show(ctx: HttpContext) {
    pageFor(ctx, '')
    ctx.response.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    return ctx.view.render('open_link', {
      nonce: cspNonce(ctx),
      locale: ctx.i18n.locale,
      brand: await findBrand(),
      t: (key: string) => ctx.i18n.t(`identity.open_link.${key}`),
    })
  }

  async store(ctx: HttpContext) {
    pageFor(ctx, '')
    ctx.response.header('cache-control', 'no-store')
    const { key } = await ctx.request.validateUsing(openLink)
    return { path: pageFor(ctx, keepKey(ctx, key)) }
  }
}

function pageFor(ctx: HttpContext, mark: string): string {
  const { locale, page } = ctx.params
  const path = pageOfMark({ surface: ctx.host.surface, page: String(page), mark })
  if (!path) return nothingHere(ctx)
  return locale ? `/${locale}${path}` : path
}
