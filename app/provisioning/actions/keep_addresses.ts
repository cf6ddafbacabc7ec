import { inject } from '@adonisjs/core'
import { isDeepStrictEqual } from 'node:util'
import { NoteAddresses } from '#app/network/index'
import { Clock } from '#app/shared/time/clock'
import type { ServerAddress } from '#app/provisioning/drivers/contract'
import type { PanelRow } from '#app/provisioning/records/panels'
import { type ServiceChanges, type ServiceRow, updateService } from '#app/provisioning/records/services'

type Panel = Pick<PanelRow, 'name'>

/** Writes what a look at a server showed, and keeps who held which address: the two are true together or not at all. */
@inject()
export class KeepAddresses {
  constructor(
    private clock: Clock,
    private noteAddresses: NoteAddresses
  ) {}

  /** Within the transaction that writes what was seen. @param service as it stood before */
  async execute(service: ServiceRow, panel: Panel, changes: ServiceChanges): Promise<void> {
    await updateService(service.id, changes)
    const addresses = addressesIn(changes)
    if (!addresses) return
    const wasGone = service.observed === 'absent' || service.observed === null
    const isMoved = changes.panelId !== undefined
    if (!wasGone && !isMoved && isDeepStrictEqual(addresses, service.addresses)) return
    await this.note({ ...service, ...changes }, panel, addresses)
  }

  /** Whatever was kept before: what the row says is noted once more, and changes nothing where it is kept already. */
  note(service: ServiceRow, panel: Panel, addresses: readonly ServerAddress[]): Promise<number> {
    const { id: serviceId, customerId, panelId, hostname } = service
    return this.noteAddresses.execute({
      holder: { serviceId, customerId, panelId, hostname, panelName: panel.name },
      addresses,
      at: this.clock.wall(),
    })
  }
}

/** What the server has from now on; a server that is gone has nothing. Null where nothing was seen of it. */
function addressesIn({ observed, addresses }: ServiceChanges): readonly ServerAddress[] | null {
  if (observed === 'absent') return []
  return addresses ?? null
}
