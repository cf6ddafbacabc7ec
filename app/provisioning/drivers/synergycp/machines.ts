import { err, ok } from '#app/shared/result'
import type { PanelFailure, PanelResult } from '#app/provisioning/drivers/contract'
import type { SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import { readReference } from '#app/provisioning/drivers/synergycp/reference'
import type { ScpAccess, ScpInstall, ScpPort, ScpServer } from '#app/provisioning/drivers/synergycp/shapes'

const gone: PanelFailure = { type: 'gone', message: 'The machine is not with this service any more.' }

/** Finds machines of ours and what belongs to them. */
export class SynergycpMachines {
  constructor(private api: SynergycpApi) {}

  /**
   * The machine of a service, found by the billing id it bears while it is ours. Where hardware was swapped it is another one by now; where
   * it was given back there is none, whoever has it next.
   */
  async find(reference: string): PanelResult<ScpServer> {
    const { server, billingId } = readReference(reference)
    const found = billingId === '' ? await this.byNumber(server) : await this.byBillingId(billingId)
    if (!found.ok) return found
    const machine = found.value.find(({ id }) => id === server) ?? found.value[0]
    return machine ? ok(machine) : err(gone)
  }

  async byBillingId(billingId: string): PanelResult<ScpServer[]> {
    const found = await this.api.page<ScpServer>('/server', { query: { billing_id: billingId } })
    if (!found.ok) return found
    // Held to the id again: a panel that does not know the filter would give all machines.
    return ok(found.value.rows.filter(({ billing }) => !billing || billing.id === billingId))
  }

  /** All who may use it; the first is its owner. */
  async accessesOf({ id }: ScpServer): PanelResult<ScpAccess[]> {
    const all = await this.api.list<ScpAccess>(`/server/${id}/access`)
    if (!all.ok) return all
    return ok(all.value.toSorted((a, b) => Number(b.is_primary ?? false) - Number(a.is_primary ?? false)))
  }

  /** The client whose machine it is. */
  async ownerOf(machine: ScpServer): PanelResult<number> {
    if (machine.access?.client) return ok(machine.access.client.id)
    const accesses = await this.accessesOf(machine)
    if (!accesses.ok) return accesses
    const client = accesses.value[0]?.client
    return client ? ok(client.id) : err(gone)
  }

  /** Reloads that run or wait, or failed: finished ones leave the list. */
  installsOf({ id }: ScpServer): PanelResult<ScpInstall[]> {
    return this.api.list<ScpInstall>(`/server/${id}/install`)
  }

  portsOf({ id }: ScpServer): PanelResult<ScpPort[]> {
    return this.api.list<ScpPort>(`/server/${id}/port`)
  }

  /** A key by which one call is made as the client: the panel then holds it to what the client may do, suspension included. */
  async asClient<T>(machine: ScpServer, work: (key: string) => PanelResult<T>): PanelResult<T> {
    const owner = await this.ownerOf(machine)
    if (!owner.ok) return owner
    const key = await this.makeKey(owner.value)
    if (!key.ok) return key
    const done = await work(key.value.key)
    // Taking it back is not documented; where it does not work the key stays, as it does after every sign-in.
    if (key.value.id !== undefined) await this.api.call('DELETE', `/key/${key.value.id}`)
    return done
  }

  async makeKey(client: number): PanelResult<{ id?: number; key: string }> {
    const made = await this.api.call<{ id?: number; key?: string } | null>('POST', '/key', {
      body: { owner_id: client, owner_type: 'client' },
    })
    if (!made.ok) return made
    const key = made.value?.key
    return key
      ? ok({ id: made.value?.id, key })
      : err({ type: 'retry_later', message: 'The panel answered without a key.' })
  }

  /** One that was brought over with no billing id of ours: its number is all there is, so it must not stand in the inventory. */
  private async byNumber(id: number): PanelResult<ScpServer[]> {
    const found = await this.api.call<ScpServer | null>('GET', `/server/${id}`)
    if (!found.ok) return found.error.type === 'gone' ? ok([]) : found
    return ok(found.value?.access ? [found.value] : [])
  }
}
