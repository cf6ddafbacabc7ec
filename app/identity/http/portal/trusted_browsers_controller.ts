import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { DistrustBrowser } from '#app/identity/actions/distrust_browser'

/** Browsers in which no second factor is asked for. */
@inject()
export default class TrustedBrowsersController {
  constructor(private distrust: DistrustBrowser) {}

  async destroy(ctx: HttpContext) {
    const id = readId('knownBrowser', ctx.params.id)
    if (id) await this.distrust.execute(ctx.caller!.userId, id)
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.factors.browser_forgotten') })
    return ctx.response.redirect().toPath('/security')
  }
}
