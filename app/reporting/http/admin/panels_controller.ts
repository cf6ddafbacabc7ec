import type { HttpContext } from '@adonisjs/core/http'
import { inject } from '@adonisjs/core'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { renderPage } from '#app/shared/http/render_page'
import { panelToWire } from '#app/reporting/http/transformers/records'
import { listPanels } from '#app/reporting/queries/list_panels'

/** Panels that run our customers' servers, with their health. */
@inject()
export default class PanelsController {
  constructor(private clock: Clock) {}

  async index(ctx: HttpContext) {
    const since = addDuration(this.clock.now(), { days: -1 })
    return renderPage(ctx, 'reporting/admin/panels', { panels: (await listPanels(since)).map(panelToWire) })
  }
}
