import type { HttpContext } from '@adonisjs/core/http'
import { cspNonce } from '#app/shared/http/content_security_policy'
import { isPublicPage } from '#app/shared/http/page_rooms'

/**
 * Answers with a page, `catalogue/admin/products`. Props are what transformers return: the same JSON as the API's.
 * The page's component declares what it takes; the adapter's generated page types are not used, so that a domain compiles
 * without its screens.
 */
export async function renderPage(ctx: HttpContext, page: string, props: object = {}): Promise<unknown> {
  return ctx.inertia.render(page as never, props as never, rootState(ctx, page))
}

interface RootState {
  entry: string
  locale: string
  nonce: string
}

export function rootState(ctx: HttpContext, page: string): RootState {
  return {
    entry: isPublicPage(page) ? 'inertia/public.ts' : 'inertia/app.ts',
    locale: ctx.i18n?.locale ?? ctx.host.tenant.locale,
    nonce: cspNonce(ctx),
  }
}
