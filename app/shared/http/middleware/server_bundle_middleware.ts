import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** The build puts what renders pages on the server below the public folder; it is nobody's to read. */
export default class ServerBundleMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    if (ctx.request.url().toLowerCase().startsWith('/assets/server')) return ctx.response.status(404).send('')
    return next()
  }
}
