import { errors } from '@adonisjs/core/http'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'

/** The customer in whose name somebody is signed in. The account host signs in nobody else. */
export function ownCustomer({ caller }: HttpContext): string {
  const customerId = caller && visibleCustomer(caller)
  if (!customerId) throw new Error('This page needs a signed-in customer')
  return customerId
}

/** The page that says that there is nothing, for what is not there and for what belongs to somebody else. */
export function nothingHere({ request }: HttpContext): never {
  throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
}

/** What the next page says about what was just done, in the reader's language. */
export function tell(
  ctx: HttpContext,
  tone: 'success' | 'info' | 'error',
  key: string,
  values: Record<string, string | number> = {}
): void {
  ctx.session.flash('notice', { tone, text: ctx.i18n.t(key, values) })
}

/** Why something was refused, in the reader's words: `<domain>.refused.<type>`. */
export function tellRefusal(ctx: HttpContext, domain: string, error: { type: string }): void {
  tell(ctx, 'error', `${domain}.refused.${error.type}`)
}
