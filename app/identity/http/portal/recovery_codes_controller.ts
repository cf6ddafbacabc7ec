import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { GiveRecoveryCodes } from '#app/identity/actions/give_recovery_codes'
import { showRecoveryCodes, takeRecoveryCodes } from '#app/identity/http/enrolment'
import { relyingParty } from '#app/identity/http/entrance'
import { hasSecondFactor } from '#app/identity/domain/sign_in_step'
import { findFactors } from '#app/identity/queries/find_factors'

/** Recovery codes, shown once after they were made. */
@inject()
export default class RecoveryCodesController {
  constructor(private give: GiveRecoveryCodes) {}

  async show(ctx: HttpContext) {
    const shown = takeRecoveryCodes(ctx)
    if (!shown) return ctx.response.redirect().toPath('/security')
    ctx.response.header('cache-control', 'no-store')
    return renderPage(ctx, 'identity/portal/recovery_codes', {
      codes: shown.codes,
      return_to: shown.returnTo,
    })
  }

  /** New ones in the place of all before. Who has no second factor has nothing to recover. */
  async store(ctx: HttpContext) {
    const userId = ctx.caller!.userId
    const factors = await findFactors(userId, relyingParty(ctx).rpId)
    if (!hasSecondFactor(factors)) return ctx.response.redirect().toPath('/security')
    return showRecoveryCodes(ctx, { userId, codes: await this.give.execute(userId), returnTo: '/security' })
  }
}
