import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { setCommonHeaders } from '#app/shared/http/api/answer_endpoint'
import { countAddress } from '#app/shared/http/api/rate_limit'

/**
 * Counts every request of the API for the address it comes from, before anything of it is read or looked up. Guessed tokens,
 * broken bodies and addresses that do not exist are limited like everything else, and each answer tells the limit.
 */
export default class ApiLimitMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!ctx.request.url().startsWith('/api/')) return next()
    setCommonHeaders(ctx)
    if (await countAddress(ctx)) return next()
  }
}
