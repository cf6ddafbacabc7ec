import { err, ok } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { PanelResult, RemovalProgress } from '#app/provisioning/drivers/contract'
import type { SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import type { SynergycpCatalogue } from '#app/provisioning/drivers/synergycp/catalogue'
import { powerPort } from '#app/provisioning/drivers/synergycp/changes'
import type { SynergycpMachines } from '#app/provisioning/drivers/synergycp/machines'
import { hasFailed, isStale } from '#app/provisioning/drivers/synergycp/observation'
import type { SynergycpProvisioning } from '#app/provisioning/drivers/synergycp/provisioning'
import { plainName, stageOf, wipingPrefix } from '#app/provisioning/drivers/synergycp/reference'
import type { ScpInstall, ScpServer } from '#app/provisioning/drivers/synergycp/shapes'

const minutesUntilFailedDefault = 180

interface Parts {
  api: SynergycpApi
  catalogue: SynergycpCatalogue
  machines: SynergycpMachines
  provisioning: SynergycpProvisioning
}

/** How a machine goes back into the inventory. */
export class SynergycpRelease {
  constructor(private parts: Parts) {}

  /**
   * Giving back erases nothing, so disks are wiped first where the settings say so (and before the next one gets it in any case). A
   * machine that is not there any more went back already.
   */
  async giveBack(reference: string, { wipes }: { wipes: boolean }): PanelResult<RemovalProgress | void> {
    const machine = await this.parts.machines.find(reference)
    if (!machine.ok) return machine.error.type === 'gone' ? ok() : machine
    if (wipes) {
      const wiped = await this.wipe(machine.value)
      if (!wiped.ok || wiped.value) return wiped
    }
    const released = await this.parts.api.call('PATCH', `/server/${machine.value.id}`, {
      body: { wiped: true, auto: true },
    })
    return released.ok || released.error.type === 'gone' ? ok() : released
  }

  /** What has said nothing for too long is taken for failed: not every panel marks it. */
  async currentInstalls(machine: ScpServer): PanelResult<ScpInstall[]> {
    const installs = await this.parts.machines.installsOf(machine)
    if (!installs.ok || installs.value.length === 0) return installs
    const profiles = await this.parts.catalogue.allowedMinutes()
    if (!profiles.ok) return profiles
    const now = new Clock().wall()
    return ok(
      installs.value.map((install) => {
        const minutes = profiles.value.get(install.profile?.id ?? 0) ?? minutesUntilFailedDefault
        return isStale(install, { minutes, now }) ? { ...install, status: 'failed' } : install
      })
    )
  }

  /** A suspended machine's port is shut, and wiping starts over the network: it is opened for that. */
  private async wipe(machine: ScpServer): PanelResult<RemovalProgress | void> {
    if (stageOf(machine.nickname) === 'wiping') {
      const installs = await this.currentInstalls(machine)
      if (!installs.ok) return installs
      if (installs.value.length === 0) return ok()
      return installs.value.every(hasFailed) ? err(notWiped) : ok({ isUnderWay: true })
    }
    const profile = await this.parts.catalogue.findWipeProfile()
    if (!profile.ok) return profile
    const ports = await this.parts.machines.portsOf(machine)
    if (!ports.ok) return ports
    const [port] = ports.value
    const opened = port
      ? await powerPort(this.parts.api, { machine, port: String(port.id), isOn: true })
      : ok()
    if (!opened.ok) return opened
    const begun = await this.parts.provisioning.beginReload(machine, {
      profile: profile.value,
      editionId: null,
    })
    if (!begun.ok) return begun
    const named = await this.parts.provisioning.rename(
      machine,
      `${wipingPrefix}${plainName(machine.nickname)}`
    )
    return named.ok ? ok({ isUnderWay: true }) : named
  }
}

const notWiped = {
  type: 'refused',
  reason: 'conflict',
  message: 'The disks could not be wiped. A person has to look at the machine.',
} as const
