import { inject } from '@adonisjs/core'
import { familyOf } from '#app/network/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { NameServers } from '#app/shared/outbound/name_servers'
import { err, ok, type Result } from '#app/shared/result'
import { readPanelSettings } from '#app/provisioning/domain/panel_settings'
import {
  compareForward,
  findNameable,
  type Forward,
  mayBeNamed,
  withName,
} from '#app/provisioning/domain/reverse_names'
import { serviceReverseNameSet } from '#app/provisioning/belonging_events'
import { OpenPanelAccess, type PanelAccessInput } from '#app/provisioning/actions/open_panel_access'
import { type BelongingsError, recordOnService, told } from '#app/provisioning/actions/panel_answers'
import { lockService, updateService } from '#app/provisioning/records/services'

export interface ReverseName {
  address: string
  /** Already checked to be a name with a dot; null takes the present one away. */
  name: string | null
}

export interface SetName extends ReverseName {
  /** Whether the name leads to the address; null where nobody looked. */
  forward: Forward | null
  /** The panel has it, and the world does not see it yet. */
  isPending: boolean
}

export type ReverseNameError =
  | BelongingsError
  /** The tenant wants names that lead to their address, and this one does not. @see ForwardCheck */
  | { type: 'name_points_elsewhere'; address: string; name: string }
  | { type: 'name_not_checked' }

/** Has an address of a service point back to a name. Only addresses of the service itself: whose it is otherwise is told to nobody. */
@inject()
export class SetReverseName {
  constructor(
    private events: EventLog,
    private access: OpenPanelAccess,
    private nameServers: NameServers
  ) {}

  async execute({
    name,
    ...input
  }: PanelAccessInput & ReverseName): Promise<Result<SetName, ReverseNameError>> {
    const opened = await this.access.reach(input, 'reverseNames')
    if (!opened.ok) return opened
    const { panel, capabilities, reference, service } = opened.value
    const address = findNameable(service.addresses, input.address, { hasBlocks: capabilities.blockNames })
    if (!address) return err({ type: 'not_there' })
    const checked = await this.check({ address, name })
    if (!checked.ok) return checked
    const set = told(await panel.reverseNames!.setReverseName(reference, { address, name }))
    if (!set.ok) return set
    const isPending = set.value?.isPending === true
    await this.keep(service.id, { address, name })
    await recordOnService(this.events, serviceReverseNameSet, { service, address, name, isPending })
    return ok({ ...checked.value, isPending })
  }

  private async check({
    address,
    name,
  }: ReverseName): Promise<Result<Omit<SetName, 'isPending'>, ReverseNameError>> {
    const { forwardCheck } = readPanelSettings(currentTenant().policies)
    if (name === null || forwardCheck === 'off') return ok({ address, name, forward: null })
    const forward = compareForward(address, await this.nameServers.findAddresses(name, familyOf(address)))
    if (mayBeNamed(forward, forwardCheck)) return ok({ address, name, forward })
    return forward === 'not_answered'
      ? err({ type: 'name_not_checked' })
      : err({ type: 'name_points_elsewhere', address, name })
  }

  /** Shown at once; the next look at the server says the same. */
  private keep(serviceId: string, { address, name }: ReverseName) {
    return inTransaction(async () => {
      const service = await lockService(serviceId)
      if (service) await updateService(serviceId, { addresses: withName(service.addresses, address, name) })
      return ok()
    })
  }
}
