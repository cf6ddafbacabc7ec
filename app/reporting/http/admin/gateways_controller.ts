import type { HttpContext } from '@adonisjs/core/http'
import { inject } from '@adonisjs/core'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { renderPage } from '#app/shared/http/render_page'
import { gatewayToWire } from '#app/reporting/http/transformers/records'
import { listGateways } from '#app/reporting/queries/list_panels'

/** Gateways that move money, with what went through them lately. */
@inject()
export default class GatewaysController {
  constructor(private clock: Clock) {}

  async index(ctx: HttpContext) {
    const since = addDuration(this.clock.now(), { days: -1 })
    return renderPage(ctx, 'reporting/admin/gateways', {
      gateways: (await listGateways(since)).map(gatewayToWire),
    })
  }
}
