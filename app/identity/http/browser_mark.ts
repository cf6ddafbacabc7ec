import type { HttpContext } from '@adonisjs/core/http'
import env from '#start/env'
import { looksLikeBrowserMark, makeBrowserMark } from '#app/identity/domain/browser_mark'

const cookieName = 'browser'

/** The mark that this browser was given when somebody signed in with it, or null. */
export function readBrowserMark(ctx: HttpContext): string | null {
  const mark: unknown = ctx.request.plainCookie(cookieName, { encoded: false })
  return looksLikeBrowserMark(mark) ? mark : null
}

/** The mark, made and set where there is none. It says nothing to anybody else and is kept as a hash. */
export function markBrowser(ctx: HttpContext): string {
  const mark = readBrowserMark(ctx) ?? makeBrowserMark()
  ctx.response.plainCookie(cookieName, mark, {
    encode: false,
    httpOnly: true,
    secure: env.get('NODE_ENV') === 'production',
    sameSite: 'lax',
    path: '/',
    maxAge: '1y',
  })
  return mark
}
