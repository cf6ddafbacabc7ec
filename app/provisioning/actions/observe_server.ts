import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { serviceVanished } from '#app/provisioning/events'
import { KeepAddresses } from '#app/provisioning/actions/keep_addresses'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { observed } from '#app/provisioning/actions/steps/step'
import { listOpenOperations } from '#app/provisioning/records/operations'
import { findPanel, type PanelRow } from '#app/provisioning/records/panels'
import { findService, lockService, type ServiceRow, updateService } from '#app/provisioning/records/services'

/** Looks at the server of a service and notes its power and addresses. A server that is gone is reported, never hidden. */
@inject()
export class ObserveServer {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections,
    private keepAddresses: KeepAddresses
  ) {}

  async execute(serviceId: string): Promise<void> {
    const known = await inReadTransaction(async () => {
      const service = await findService(serviceId)
      return service && { service, panel: await findPanel(service.panelId) }
    })
    if (!known?.panel || !known.service.externalReference) return
    const row = known.panel
    const panel = this.connections.open(row, { kind: 'service', id: serviceId })
    const server = await panel.observeServer(known.service.externalReference)
    await inTransaction(async () => {
      const service = await lockService(serviceId)
      // An operation under way notes what it sees itself.
      if (!service || (await listOpenOperations(serviceId)).length > 0) return
      // It was moved while its panel was asked: what was seen is of a place where it stands no more.
      const { panelId, externalReference } = known.service
      if (service.panelId !== panelId || service.externalReference !== externalReference) return
      if (server.ok)
        return this.keepAddresses.execute(service, row, observed(server.value, this.clock.wall()))
      if (server.error.type === 'gone') return this.reportVanished(service, row)
      await updateService(serviceId, { observedAt: this.clock.wall(), powerState: 'unknown' })
    })
  }

  private async reportVanished(service: ServiceRow, panel: PanelRow): Promise<void> {
    const isRunningHere = service.status === 'active' || service.status === 'suspended'
    const absent = { observed: 'absent', powerState: null, observedAt: this.clock.wall() } as const
    await this.keepAddresses.execute(service, panel, absent)
    if (!isRunningHere || service.observed === 'absent') return
    const data = { serviceId: service.id, subscriptionId: service.subscriptionId }
    await this.events.record([
      fact(serviceVanished, { kind: 'service', id: service.id }, { customerId: service.customerId, data }),
    ])
  }
}
