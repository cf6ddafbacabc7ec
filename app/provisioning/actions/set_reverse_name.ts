import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok } from '#app/shared/result'
import { serviceReverseNameSet } from '#app/provisioning/events'
import { OpenPanelAccess, type PanelAccessInput } from '#app/provisioning/actions/open_panel_access'
import { type BelongingsAnswer, recordOnService, told } from '#app/provisioning/actions/panel_answers'
import { lockService, updateService } from '#app/provisioning/records/services'

export interface ReverseName {
  address: string
  /** Already checked to be a name with a dot; null takes the present one away. */
  name: string | null
}

/** Has an address of a service point back to a name. Only addresses of the service itself: whose it is otherwise is told to nobody. */
@inject()
export class SetReverseName {
  constructor(
    private events: EventLog,
    private access: OpenPanelAccess
  ) {}

  async execute({ address, name, ...input }: PanelAccessInput & ReverseName): BelongingsAnswer<void> {
    const opened = await this.access.reach(input, 'reverseNames')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    if (!service.addresses.some((own) => own.address === address)) return err({ type: 'not_there' })
    const set = told(await panel.reverseNames!.setReverseName(reference, { address, name }))
    if (!set.ok) return set
    await this.keep(service.id, { address, name })
    await recordOnService(this.events, serviceReverseNameSet, { service, address, name })
    return ok()
  }

  /** Shown at once; the next look at the server says the same. */
  private keep(serviceId: string, { address, name }: ReverseName) {
    return inTransaction(async () => {
      const service = await lockService(serviceId)
      const addresses = (service?.addresses ?? []).map((own) =>
        own.address === address ? { ...own, reverseName: name } : own
      )
      if (service) await updateService(serviceId, { addresses })
      return ok()
    })
  }
}
