import type { HttpContext } from '@adonisjs/core/http'
import { inject } from '@adonisjs/core'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { listPanelKinds, panelFieldsOf, showPanelSettings } from '#app/provisioning/index'
import { listDatacenters } from '#app/network/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { readSettings } from '#app/tenancy/index'
import { renderPage } from '#app/shared/http/render_page'
import { panelToWire } from '#app/reporting/http/transformers/records'
import { listPanels } from '#app/reporting/queries/list_panels'

/** Panels that run our customers' servers, with their health. */
@inject()
export default class PanelsController {
  constructor(private clock: Clock) {}

  async index(ctx: HttpContext) {
    const since = addDuration(this.clock.now(), { days: -1 })
    const words = (key: string, fallback: string) => ctx.i18n.t(key, undefined, fallback)
    const panels = (await listPanels(since)).map((panel) => ({
      ...panelToWire(panel),
      fields: panelFieldsOf(panel.driver, words),
    }))
    const datacenters = await inReadTransaction(listDatacenters)
    return renderPage(ctx, 'reporting/admin/panels', {
      panels,
      kinds: listPanelKinds(words),
      datacenters: datacenters.map(({ id, name }) => ({ id: showId('datacenter', id), name })),
      settings: showPanelSettings(await readSettings()),
    })
  }
}
