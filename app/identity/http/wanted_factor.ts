import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import { sendProblem } from '#app/shared/http/problem'
import { wantsSecondFactor } from '#app/identity/domain/sign_in_rules'
import { hasSecondFactor } from '#app/identity/domain/sign_in_step'
import { findFactors } from '#app/identity/queries/find_factors'

const clock = new Clock()

/** All that somebody reaches who has to set up a second factor first: the page where it is set up with what stands on it, and the way out. */
const open =
  /^\/(?:security|password|recovery-codes|totp|passkeys(?:\/.*)?|session|sessions(?:\/.*)?|confirm|email-links(?:\/.*)?)$/

/** Whether this customer's person needs a second factor by the tenant's rule. Nobody is asked for one in somebody else's name. */
export function wantedFactor(ctx: HttpContext): { from: Date; isDue: boolean } | null {
  const { host, caller, sessionRights } = ctx
  if (caller?.kind !== 'customer' || ctx.impersonation) return null
  const permissions = (sessionRights?.places ?? []).flatMap((place) => place.permissions)
  return wantsSecondFactor(host.tenant.customerSecondFactor, permissions, clock.wall())
}

/** From when on the person needs a second factor; null where none is asked of them, or they have one. */
export async function lackedFactor(ctx: HttpContext): Promise<Date | null> {
  const wanted = wantedFactor(ctx)
  return wanted && (await hasNone(ctx)) ? wanted.from : null
}

/** Whether the person has to set one up before this page. */
export async function lacksWantedFactor(ctx: HttpContext): Promise<boolean> {
  if (!wantedFactor(ctx)?.isDue || open.test(ctx.request.url())) return false
  return hasNone(ctx)
}

/** Who signed in with one has it. */
async function hasNone(ctx: HttpContext): Promise<boolean> {
  if (['one_time_code', 'passkey'].includes(String(ctx.session.get('factor')))) return false
  return !hasSecondFactor(await findFactors(ctx.caller!.userId, ctx.request.hostname() ?? ''))
}

export function sendToEnrol(ctx: HttpContext): void {
  const { request, response } = ctx
  const isPage = (request.header('accept') ?? '').includes('text/html') || request.header('x-inertia')
  if (isPage) return response.redirect().status(303).toPath('/security')
  sendProblem(ctx, {
    status: 403,
    code: 'second_factor_needed',
    detail: ctx.i18n.t('identity.factors.wanted_now'),
  })
}
