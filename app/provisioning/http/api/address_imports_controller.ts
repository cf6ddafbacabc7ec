import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { showId } from '#app/shared/ids'
import { ImportAddresses } from '#app/provisioning/actions/import_addresses'
import { sendPanelNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { listAddressImports } from '#app/provisioning/queries/address_import'

/** Keeping the addresses of what runs on a panel already. */
@inject()
export default class AddressImportsController {
  constructor(private importAddresses: ImportAddresses) {}

  async index() {
    const data = (await listAddressImports()).map(({ panelId, panel, serviceCount, leftCount }) => ({
      panel: { id: showId('panel', panelId), name: panel },
      service_count: serviceCount,
      left_count: leftCount,
    }))
    return { data, next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const begun = await this.importAddresses.begin(idOf(ctx, 'panel'))
    if (!begun.ok) return sendPanelNotFound(ctx)
    ctx.response.status(202)
    return { panel_id: ctx.params.id }
  }
}
