import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { DistrustBrowser } from '#app/identity/actions/distrust_browser'

@inject()
export default class TrustedBrowsersController {
  constructor(private distrust: DistrustBrowser) {}

  async destroy(ctx: HttpContext) {
    const id = readId('knownBrowser', ctx.params.id)
    const result = id ? await this.distrust.execute(ctx.caller!.userId, id) : null
    if (!result?.ok) {
      return sendProblem(ctx, {
        status: 404,
        code: 'browser_not_found',
        detail: 'You trust no such browser.',
      })
    }
    ctx.response.noContent()
  }
}
