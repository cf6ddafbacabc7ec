import type { HttpContext } from '@adonisjs/core/http'
import { cspNonce } from '#app/shared/http/content_security_policy'
import { renderPage } from '#app/shared/http/render_page'

const pagesMax = 500
const nonceMark = '__nonce_of_this_answer__'

/** Rendered pages that are the same for everybody, least recently asked for first. */
const pages = new Map<string, string>()

export interface SharedPage {
  page: string
  /** All that the page depends on beside host, language and address: the catalogue's version, the currency. */
  variant: string
  props: () => Promise<object>
}

/**
 * Answers with a page that is rendered once per variant and kept. Each answer still gets a nonce of its own. Navigation by the
 * page's script asks for JSON, which is cheap and made each time.
 */
export async function renderSharedPage(
  ctx: HttpContext,
  { page, variant, props }: SharedPage
): Promise<void> {
  ctx.response.header('cache-control', 'public, max-age=0, must-revalidate').vary('X-Inertia')
  if (ctx.request.header('x-inertia')) return ctx.response.send(await renderPage(ctx, page, await props()))
  const key = [ctx.host.tenant.id, ctx.request.completeUrl(true), ctx.i18n.locale, page, variant].join('\n')
  const html = recall(key) ?? (await render(ctx, { page, key, props: await props() }))
  ctx.response.type('text/html').send(html.replaceAll(nonceMark, cspNonce(ctx)))
}

async function render(ctx: HttpContext, { page, key, props }: { page: string; key: string; props: object }) {
  const html = String(await renderPage(ctx, page, props)).replaceAll(cspNonce(ctx), nonceMark)
  pages.set(key, html)
  if (pages.size > pagesMax) pages.delete(pages.keys().next().value!)
  return html
}

function recall(key: string): string | undefined {
  const html = pages.get(key)
  if (html === undefined) return undefined
  pages.delete(key)
  pages.set(key, html)
  return html
}
