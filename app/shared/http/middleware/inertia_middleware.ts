import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import BaseInertiaMiddleware from '@adonisjs/inertia/inertia_middleware'
import { sharedPageProps } from '#app/shared/http/shared_page_props'

/** Gives every page what all pages need, and validation errors to the form that caused them. */
export default class InertiaMiddleware extends BaseInertiaMiddleware {
  async share(ctx: HttpContext) {
    return { ...(await sharedPageProps(ctx)), errors: ctx.inertia.always(this.getValidationErrors(ctx)) }
  }

  async handle(ctx: HttpContext, next: NextFn) {
    await this.init(ctx)
    await next()
    this.dispose(ctx)
  }
}
