import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { Ability } from '#app/shared/http/caller'

/** Lets only people through who are signed in and may do what the route needs; others sign in first and come back. */
export default class SignedInMiddleware {
  handle(ctx: HttpContext, next: NextFn, options: { ability?: Ability } = {}) {
    if (!ctx.caller) return ctx.response.redirect().toPath(signInPath(ctx))
    if (options.ability && !ctx.caller.abilities.has(options.ability)) {
      throw new Exception('You may not do this.', { status: 403, code: 'E_ABILITY_MISSING' })
    }
    return next()
  }
}

function signInPath({ request }: HttpContext): string {
  const isPage = request.method() === 'GET'
  const wanted = request.url(true)
  return isPage && wanted !== '/' ? `/sign-in?return_to=${encodeURIComponent(wanted)}` : '/sign-in'
}
