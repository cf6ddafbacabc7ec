import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { isOwnRequest } from '#app/shared/http/own_request'
import { sendProblem } from '#app/shared/http/problem'

/** Refuses what another site had the browser send. */
export default class ForeignFormMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    if (isForPrograms(ctx.request.url()) || isOwnRequest(ctx)) return next()
    return sendProblem(ctx, {
      status: 403,
      code: 'foreign_origin',
      detail: 'This form was sent from another site.',
    })
  }
}

/** Programs carry tokens or signatures: no browser adds those by itself. */
function isForPrograms(path: string): boolean {
  return path.startsWith('/api/') || path.startsWith('/webhooks/')
}
