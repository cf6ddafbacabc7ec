import type { HttpContext } from '@adonisjs/core/http'
import { countedAddress } from '#app/shared/http/counted_address'

/** Asking once more who it is refuses nothing, and the entrance of staff writes down its own. */
const noRefusals = /^(proof_needed|entrance_.*)$/

/** What no page of ours and no program that reads our documents sends: somebody tries what a wall does. */
const probes =
  /^(token_invalid|bad_csrf_token|unknown_field|malformed_body|malformed_address|unsupported_content_type|too_large|file_infected|file_of_other_kind|file_type)$/

/**
 * Whether an answer is worth a line in the log: somebody asked for what they may not have, too often, with a key that opens nothing, from
 * another site's page, or in a way that our pages never do. What was filled in wrongly, or is not there, is the asker's own business.
 */
export function isRefusal({ status, code }: { status: number; code: string }): boolean {
  return (status === 403 && !noRefusals.test(code)) || status === 429 || probes.test(code)
}

const repeatMs = 10_000
const addressesMax = 10_000
const noted = new Map<string, { at: number; repeats: number }>()

/** How often the same was refused to the same address since its last line; null while that is too fresh: who floods us does not flood the log. */
function repeatsOf(key: string): number | null {
  const now = performance.now()
  const last = noted.get(key)
  if (last && now - last.at < repeatMs) {
    last.repeats += 1
    return null
  }
  if (noted.size >= addressesMax) noted.clear()
  noted.set(key, { at: now, repeats: 0 })
  return last?.repeats ?? 0
}

/** Writes down who was refused what, from where. The route stands there by its pattern: an address may hold a key. */
export function noteRefusal(ctx: HttpContext, refused: { status: number; code: string }): void {
  if (!isRefusal(refused)) return
  const { caller, impersonation, request, route, host } = ctx
  const repeats =
    refused.status === 429 || probes.test(refused.code)
      ? repeatsOf(`${refused.code} ${countedAddress(request.ip())}`)
      : 0
  if (repeats === null) return
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
      ...(repeats > 0 ? { repeats } : {}),
    },
    'Refused'
  )
}
