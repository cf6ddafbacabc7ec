import { errors, type HttpContext } from '@adonisjs/core/http'
import { type IdKind, readId } from '#app/shared/ids'

/** The id in the address; anything else is a page that does not exist. */
export function readRecordId(ctx: HttpContext, kind: IdKind): string {
  const id = readId(kind, ctx.params.id)
  if (!id) throw notFound(ctx)
  return id
}

export function notFound(ctx: HttpContext): Error {
  return new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
}
