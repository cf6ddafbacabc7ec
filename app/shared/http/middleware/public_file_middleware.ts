import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import StaticMiddleware from '@adonisjs/static/static_middleware'

/**
 * Public files have an ending; nothing else does. So a page or an API answer need not wait until the disk was asked whether
 * there is a file of that name.
 */
@inject()
export default class PublicFileMiddleware {
  constructor(private files: StaticMiddleware) {}

  handle(ctx: HttpContext, next: NextFn): unknown {
    const path = ctx.request.url()
    const isFile = path.includes('.') && !path.startsWith('/api/')
    return isFile ? this.files.handle(ctx, next) : next()
  }
}
