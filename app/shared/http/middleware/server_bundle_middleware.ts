import { posix } from 'node:path'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** The build puts what renders pages on the server below the public folder; it is nobody's to read, however the way there is written. */
export default class ServerBundleMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const path = posix.normalize(ctx.request.url().replaceAll('\\', '/')).toLowerCase()
    return path.startsWith('/assets/server') ? ctx.response.status(404).send('') : next()
  }
}
