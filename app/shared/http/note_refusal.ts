import type { HttpContext } from '@adonisjs/core/http'

/** Asking once more who it is refuses nothing, and the entrance of staff writes down its own. */
const noRefusals = /^(proof_needed|entrance_.*)$/

/**
 * Whether an answer is worth a line in the log: somebody asked for what they may not have, with a key that opens nothing, or from another
 * site's page. What was filled in wrongly, or is not there, is the asker's own business.
 */
export function isRefusal({ status, code }: { status: number; code: string }): boolean {
  return (status === 403 && !noRefusals.test(code)) || code === 'token_invalid' || code === 'bad_csrf_token'
}

/** Writes down who was refused what, from where. The route stands there by its pattern: an address may hold a key. */
export function noteRefusal(ctx: HttpContext, refused: { status: number; code: string }): void {
  if (!isRefusal(refused)) return
  const { caller, impersonation, request, route, host } = ctx
  ctx.logger.warn(
    {
      refusal: refused.code,
      method: request.method(),
      route: route?.pattern ?? null,
      surface: host?.surface ?? null,
      tenant: host?.tenant.slug ?? null,
      actor: caller ? { kind: caller.kind, id: caller.userId, token: caller.tokenId } : null,
      impersonator: impersonation?.staff_user_id ?? null,
      ip: request.ip(),
      requestId: request.id() ?? null,
    },
    'Refused'
  )
}
