import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { paymentDrivers } from '#app/payments/drivers/registry'
import { readGatewayFile } from '#app/payments/http/api/gateways_controller'
import { showDriver, showGateway } from '#app/payments/http/transformers/gateway_transformers'
import { listGateways } from '#app/payments/queries/list_gateways'

/** Gateways for staff: the list in the order of the checkout, one gateway, and connecting another. */
export default class GatewayPagesController {
  async index(ctx: HttpContext) {
    return renderPage(ctx, 'payments/admin/gateways', {
      gateways: (await listGateways()).map(showGateway),
      may_change: isAllowed(ctx.caller!, 'staff:settings:write'),
    })
  }

  async create(ctx: HttpContext) {
    return renderPage(ctx, 'payments/admin/new_gateway', { drivers: paymentDrivers.map(showDriver) })
  }

  async show(ctx: HttpContext) {
    const file = await readGatewayFile(readRecordId(ctx, 'gateway'))
    if (!file) throw notFound(ctx)
    return renderPage(ctx, 'payments/admin/gateway', {
      file,
      may_change: isAllowed(ctx.caller!, 'staff:settings:write'),
      may_write: isAllowed(ctx.caller!, 'staff:billing:write'),
    })
  }
}
