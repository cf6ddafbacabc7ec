import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { cspFactory, frameGuardFactory, noSniffFactory } from '@adonisjs/shield/guards'
import { contentSecurityPolicy } from '#app/shared/http/content_security_policy'
import { sendProblem } from '#app/shared/http/problem'

const protectContent = cspFactory({
  ...contentSecurityPolicy,
  directives: { ...contentSecurityPolicy.directives },
} as Parameters<typeof cspFactory>[0])
const refuseFrames = frameGuardFactory({ enabled: true, action: 'DENY' })
const refuseSniffing = noSniffFactory({ enabled: true })

/**
 * The headers of pages without a session. Writes there (a cart, a quote) are taken from our own pages only: browsers say
 * where a request comes from (Origin, Sec-Fetch-Site), and no session rides along that another site could abuse.
 */
export default class PublicPageMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await protectContent(ctx)
    refuseFrames(ctx)
    refuseSniffing(ctx)
    if (!isOwnRequest(ctx)) {
      return sendProblem(ctx, {
        status: 403,
        code: 'foreign_origin',
        detail: 'This form was sent from another site.',
      })
    }
    return next()
  }
}

function isOwnRequest({ request }: HttpContext): boolean {
  if (['GET', 'HEAD'].includes(request.method())) return true
  const origin = request.header('origin')
  if (!origin) return request.header('sec-fetch-site') !== 'cross-site'
  return URL.canParse(origin) && new URL(origin).host === request.host()
}
