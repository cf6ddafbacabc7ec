import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { enqueue, enqueueMany } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { KeepAddresses } from '#app/provisioning/actions/keep_addresses'
import { importAddresses, observeService } from '#app/provisioning/domain/jobs'
import { panelAddressesImported } from '#app/provisioning/panel_events'
import { listServicesOfPanel } from '#app/provisioning/queries/address_import'
import { findPanel } from '#app/provisioning/records/panels'
import { lockService } from '#app/provisioning/records/services'

const pageSize = 100

/**
 * Keeps who holds which address for everything that runs on a panel: at once by what was seen of it last, and once more when the panel has been
 * asked, which happens in the background at a polite rate. For services that were there before holdings were kept, and on demand.
 */
@inject()
export class ImportAddresses {
  constructor(
    private events: EventLog,
    private keepAddresses: KeepAddresses
  ) {}

  begin(panelId: string): Promise<Result<void, { type: 'panel_not_found' }>> {
    return inTransaction(async () => {
      if (!(await findPanel(panelId))) return err({ type: 'panel_not_found' })
      await this.events.record([
        fact(panelAddressesImported, { kind: 'panel', id: panelId }, { data: { panelId } }),
      ])
      await enqueue(importAddresses, { panelId, afterId: null })
      return ok()
    })
  }

  /** One page, and the next by another job: repeatable, and as long as there is anything left. */
  async execute({ panelId, afterId }: { panelId: string; afterId: string | null }): Promise<void> {
    const panel = await inReadTransaction(() => findPanel(panelId))
    if (!panel) return
    const ids = await listServicesOfPanel({ panelId, afterId, limit: pageSize })
    for (const id of ids) {
      await inTransaction(async () => {
        const service = await lockService(id)
        if (service) await this.keepAddresses.note(service, panel, service.addresses)
      })
    }
    await inTransaction(async () => {
      await enqueueMany(
        observeService,
        ids.map((serviceId) => ({ serviceId }))
      )
      if (ids.length === pageSize) await enqueue(importAddresses, { panelId, afterId: ids.at(-1)! })
    })
  }
}
