import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { forgetHosts } from '#app/shared/database/tenant_directory'
import { Clock } from '#app/shared/time/clock'
import { SetSignInRules } from '#app/identity/actions/set_sign_in_rules'
import { showSecurityOverview, showSignInRules } from '#app/identity/http/transformers/security_transformers'
import { readSignInRules, setSignInRules } from '#app/identity/http/validators/identity_validators'
import { findSecurityOverview } from '#app/identity/queries/find_security_overview'

/** How safe sign-ins are here, and the rules for them. */
@inject()
export default class SecurityOverviewController {
  constructor(
    private clock: Clock,
    private setRules: SetSignInRules
  ) {}

  async show(ctx: HttpContext) {
    return showSecurityOverview(await findSecurityOverview(this.clock.now()), ctx.host.tenant)
  }

  async update(ctx: HttpContext) {
    const wish = readSignInRules(await ctx.request.validateUsing(setSignInRules))
    const rules = await this.setRules.execute(wish)
    forgetHosts()
    return showSignInRules(rules)
  }
}
