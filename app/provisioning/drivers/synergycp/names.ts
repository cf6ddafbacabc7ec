import { familyOf, isWithin as isWithinNetwork } from '#app/network/index'
import { err, ok } from '#app/shared/result'
import type { PanelFailure, PanelResult } from '#app/provisioning/drivers/contract'
import { foreignAddress } from '#app/provisioning/drivers/foreign_address'
import type { SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import { asRefused } from '#app/provisioning/drivers/synergycp/changes'
import type { SynergycpMachines } from '#app/provisioning/drivers/synergycp/machines'
import type { ScpEntity } from '#app/provisioning/drivers/synergycp/shapes'

const path = '/pkg/rdns/ptr'
/** Of a network whose length the panel does not say, its first address alone is the machine's for sure. */
const singleBits = 128
const notHere: PanelFailure = {
  type: 'refused',
  reason: 'unsupported',
  message: 'This panel writes no reverse names.',
}

/** Names that addresses point back to: an optional package of the panel, without which its addresses are not there. */
export class SynergycpNames {
  constructor(
    private api: SynergycpApi,
    private machines: SynergycpMachines
  ) {}

  /** By address; null where the package is not installed. */
  async readNames(entities: ScpEntity[]): PanelResult<Map<string, string> | null> {
    const names = new Map<string, string>()
    for (const { id } of entities) {
      const found = await this.api.list<{ ip: string; ptr: string }>(path, { entity: id })
      if (!found.ok) return found.error.type === 'gone' ? ok(null) : found
      for (const { ip, ptr } of found.value) names.set(ip, ptr)
    }
    return ok(names)
  }

  /** Our key may name every address of the installation, so it is held to the blocks of this machine here. */
  async setReverseName(
    reference: string,
    { address, name }: { address: string; name: string | null }
  ): PanelResult<void> {
    const machine = await this.machines.find(reference)
    if (!machine.ok) return machine
    const entities = await this.api.list<ScpEntity>('/entity', { server: machine.value.id })
    if (!entities.ok) return entities
    if (!entities.value.some((entity) => isWithin(entity, address))) return err(foreignAddress)
    const set = name === null ? await this.remove(address) : await this.write(address, name)
    return set.ok || set.error.type !== 'gone' ? set : err(notHere)
  }

  /** Creates, or overwrites what there was. A name that does not lead back to the address is refused. */
  private async write(ip: string, ptr: string): PanelResult<void> {
    const set = await this.api.call('POST', path, { body: { ip, ptr } })
    return set.ok ? ok() : asRefused(set)
  }

  private async remove(address: string): PanelResult<void> {
    const names = await this.api.list<{ id: number; ip: string }>(path, { q: address })
    if (!names.ok) return names
    const found = names.value.find(({ ip }) => ip === address)
    if (!found) return ok()
    const removed = await this.api.call('DELETE', `${path}/${found.id}`)
    return removed.ok ? ok() : removed
  }
}

/** Whether an address is one of a block: `192.0.2.8/29`, or of its network of the newer kind. */
export function isWithin(entity: ScpEntity, address: string): boolean {
  if (familyOf(address) === 6) {
    const [start = '', prefix = ''] = (entity.v6_address ?? '').split('/')
    return isWithinNetwork(address, { address: start, block: Number(prefix) || singleBits })
  }
  if (address === entity.address) return true
  const [network = '', bits = ''] = (entity.full_ip ?? '').split('/')
  const prefix = Number(bits)
  if (!bits || !Number.isInteger(prefix) || prefix < 8 || prefix > 32) return false
  const size = 2 ** (32 - prefix)
  return Math.floor(toNumber(network) / size) === Math.floor(toNumber(address) / size)
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}
