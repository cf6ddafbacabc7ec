import type { PanelDriver } from '#app/provisioning/drivers/contract'
import { enhance } from '#app/provisioning/drivers/enhance/driver'
import { kasm } from '#app/provisioning/drivers/kasm/driver'
import { pterodactyl } from '#app/provisioning/drivers/pterodactyl/driver'
import { synergycp } from '#app/provisioning/drivers/synergycp/driver'
import { virtfusion } from '#app/provisioning/drivers/virtfusion/driver'

/** Every driver, listed once. Each has a spec in tests/provisioning/drivers that runs the common suite. */
export const panelDrivers = [
  virtfusion,
  pterodactyl,
  synergycp,
  enhance,
  kasm,
] as const satisfies readonly PanelDriver[]

export const panelDriverNames = panelDrivers.map((driver) => driver.name)

/** A name that is not listed is refused where a panel is connected, so an unknown one here is a mistake of ours. */
export function findPanelDriver(name: string): PanelDriver {
  const driver = panelDrivers.find((candidate) => candidate.name === name)
  if (!driver) throw new Error(`There is no panel driver called ${name}`)
  return driver
}
