import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { Clock } from '#app/shared/time/clock'
import { isFactorRequired } from '#app/identity/http/factor_removal'
import { showFactors } from '#app/identity/http/transformers/factor_transformers'
import { showSession, showSignIn } from '#app/identity/http/transformers/identity_transformers'
import { wantedFactor } from '#app/identity/http/wanted_factor'
import { findAskedEmail } from '#app/identity/queries/find_email_link'
import { showSupportVisit } from '#app/identity/http/transformers/impersonation_transformers'
import { showLink, showOffered } from '#app/identity/http/transformers/provider_transformers'
import { findLinksOf } from '#app/identity/queries/list_sign_in_providers'
import { findFactorOverview } from '#app/identity/queries/find_factors'
import { listImpersonations } from '#app/identity/queries/list_impersonations'
import { listSessions } from '#app/identity/queries/list_sessions'
import { listSignIns } from '#app/identity/queries/list_sign_ins'

function showWantedFactor(ctx: HttpContext) {
  const wanted = wantedFactor(ctx)
  return wanted && { from: wanted.from.toISOString(), is_due: wanted.isDue }
}

const signInsShown = 10

/** Address, password, second factors, browsers and sign-ins of the person. */
@inject()
export default class SecurityController {
  constructor(private clock: Clock) {}

  async show(ctx: HttpContext) {
    const userId = ctx.caller!.userId
    const sessions = await listSessions(userId)
    // Staff sign in here alone.
    const known = ctx.host.surface === 'admin' ? null : await findLinksOf(userId)
    const signIns = await listSignIns(userId, { before: null, size: signInsShown })
    return renderPage(
      ctx,
      ctx.host.surface === 'admin' ? 'identity/admin/security' : 'identity/portal/security',
      {
        email: {
          address: ctx.user!.email,
          verified_at: ctx.user!.email_verified_at?.toISOString() ?? null,
          asked: await findAskedEmail(userId, this.clock.now()),
        },
        sessions: sessions.map((session) => showSession(session, ctx.session.sessionId)),
        sign_ins: signIns.rows.map(showSignIn),
        support_visits: (
          await listImpersonations({ userId, isBegun: true, before: null, size: signInsShown })
        ).rows.map(showSupportVisit),
        linked: known && { links: known.links.map(showLink), offered: known.offered.map(showOffered) },
        factors: showFactors(await findFactorOverview(userId, this.clock.now())),
        // Who must have a second factor is not offered to remove the last one.
        is_factor_required: isFactorRequired(ctx),
        factor_wanted: showWantedFactor(ctx),
      }
    )
  }
}
