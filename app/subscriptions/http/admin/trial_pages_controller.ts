import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { renderPage } from '#app/shared/http/render_page'
import { showTrial, showTrialReport } from '#app/subscriptions/http/transformers/trial_transformers'
import { listTrialsQuery } from '#app/subscriptions/http/validators/subscription_validators'
import { listTrials, reportTrials } from '#app/subscriptions/queries/list_trials'

/** Who tries what, and how many stay. */
export default class TrialPagesController {
  async index(ctx: HttpContext) {
    const { status, cursor } = await ctx.request.validateUsing(listTrialsQuery)
    const page = await listTrials({ status, before: cursor, size: pageSize(undefined) })
    return renderPage(ctx, 'subscriptions/admin/trials', {
      trials: page.rows.map(showTrial),
      next_cursor: page.nextCursor,
      report: showTrialReport(await reportTrials()),
    })
  }
}
