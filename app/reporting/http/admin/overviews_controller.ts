import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { renderPage } from '#app/shared/http/render_page'
import { attentionToWire, overviewToWire } from '#app/reporting/http/transformers/overview'
import { findOverview } from '#app/reporting/queries/find_overview'
import { listAttention } from '#app/reporting/queries/list_attention'

/** Where staff arrive: today's money for those who may see money, and what waits for a person. */
export default class OverviewsController {
  async show(ctx: HttpContext) {
    const caller = ctx.caller!
    const seesMoney = isAllowed(caller, 'staff:billing:read')
    const seesWork = isAllowed(caller, 'staff:operations:read')
    return renderPage(ctx, 'reporting/admin/overview', {
      overview: seesMoney ? overviewToWire(await findOverview()) : null,
      attention: seesWork ? (await listAttention()).map(attentionToWire) : null,
    })
  }
}
