import type { HttpContext } from '@adonisjs/core/http'

type Tone = 'success' | 'error' | 'info'

/** Tells the reader how it went, in their language, on the page they came from. The key is a full one: `staff_notices.job_retried`. */
export function goBackWith(
  ctx: HttpContext,
  tone: Tone,
  key: string,
  values: Record<string, string> = {}
): void {
  ctx.session.flash('notice', { tone, text: ctx.i18n.t(key, values) })
  ctx.response.redirect().back()
}
