import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { forgetHosts } from '#app/shared/database/tenant_directory'
import { tell } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { Clock } from '#app/shared/time/clock'
import { SetSignInRules } from '#app/identity/actions/set_sign_in_rules'
import { showSecurityOverview } from '#app/identity/http/transformers/security_transformers'
import { readSignInRules, setSignInRules } from '#app/identity/http/validators/identity_validators'
import { describeEntrance } from '#app/identity/http/staff_entrance_desk'
import { findSecurityOverview } from '#app/identity/queries/find_security_overview'

/** How safe sign-ins are here, and the rules for them. */
@inject()
export default class SecurityOverviewsController {
  constructor(
    private clock: Clock,
    private setRules: SetSignInRules
  ) {}

  async show(ctx: HttpContext) {
    const overview = await findSecurityOverview(this.clock.now())
    return renderPage(ctx, 'identity/admin/security_overview', {
      ...showSecurityOverview(overview, ctx.host.tenant),
      entrance: describeEntrance(ctx),
    })
  }

  async update(ctx: HttpContext) {
    await this.setRules.execute(readSignInRules(await ctx.request.validateUsing(setSignInRules)))
    forgetHosts()
    tell(ctx, 'success', 'identity.overview.rules_saved')
    return ctx.response.redirect().toPath('/security-overview')
  }
}
