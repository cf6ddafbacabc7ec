import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { cspFactory, frameGuardFactory, noSniffFactory } from '@adonisjs/shield/guards'
import { contentSecurityPolicy } from '#app/shared/http/content_security_policy'

const protectContent = cspFactory({
  ...contentSecurityPolicy,
  directives: { ...contentSecurityPolicy.directives },
} as Parameters<typeof cspFactory>[0])
const refuseFrames = frameGuardFactory({ enabled: true, action: 'DENY' })
const refuseSniffing = noSniffFactory({ enabled: true })

/** The headers of pages without a session. Writes from other sites are refused before (`foreign_form_middleware.ts`), as everywhere. */
export default class PublicPageMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await protectContent(ctx)
    refuseFrames(ctx)
    refuseSniffing(ctx)
    return next()
  }
}
