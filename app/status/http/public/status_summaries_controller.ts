import type { HttpContext } from '@adonisjs/core/http'
import { derivedId } from '#app/shared/ids'
import { findBrand } from '#app/tenancy/index'
import { readStatusPage } from '#app/status/queries/read_status_page'
import {
  showStatus,
  statuspageIndicators,
  statuspageStates,
} from '#app/status/http/transformers/status_transformer'

/** The status page in the shape of Statuspage, which monitors and chat tools already read. */
export default class StatusSummariesController {
  async show(ctx: HttpContext) {
    const { host, i18n, request, response } = ctx
    const status = showStatus(await readStatusPage())
    const { name } = await findBrand()
    const updatedAt = status.as_of
    return response
      .header('cache-control', 'no-cache')
      .header('access-control-allow-origin', '*')
      .send({
        page: {
          id: host.tenant.id,
          name,
          url: `${request.protocol()}://${request.host() ?? ''}`,
          time_zone: host.tenant.timeZone,
          updated_at: updatedAt,
        },
        status: {
          indicator: statuspageIndicators[status.headline],
          description: i18n.t(`status.headline.${status.headline}`),
        },
        components: status.components.map((component, index) => ({
          id: derivedId(host.tenant.id, component.id),
          name: i18n.t(`status.component.${component.kind}`, { location: component.location ?? '' }),
          status: statuspageStates[component.state],
          position: index + 1,
          description: null,
          showcase: true,
          group: false,
          group_id: null,
          only_show_if_degraded: false,
          page_id: host.tenant.id,
          created_at: component.since,
          updated_at: component.since,
        })),
        incidents: [],
        scheduled_maintenances: [],
      })
  }
}
