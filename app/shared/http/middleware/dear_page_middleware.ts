import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { countedAddress } from '#app/shared/http/counted_address'
import { countDear } from '#app/shared/http/api/rate_limit'

/** Limits how often one address, and one tenant, may ask for a page or file that is dear to make. The API counts by tokens instead. */
export default class DearPageMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!ctx.host || ctx.request.url().startsWith('/api/')) return next()
    const count = await countDear(ctx, countedAddress(ctx.request.ip()))
    if (!count || count.isAllowed) return next()
    ctx.response.header('retry-after', String(count.resetSeconds))
    const text = ctx.i18n.t('validator.too_many_requests', {
      limit: count.limit,
      seconds: count.resetSeconds,
    })
    throw new Exception(text, { status: 429, code: 'E_TOO_MANY_REQUESTS' })
  }
}
