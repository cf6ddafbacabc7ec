import type { PanelConnection, PanelField } from '#app/provisioning/drivers/contract'
import type { PanelConfig } from '#app/provisioning/drivers/panel_config'

export interface SynergycpConfig extends PanelConfig {
  /** The datacenter (IP group) whose machines this panel of ours sells, by name, id or billing code; all of them when absent. */
  group?: string
  /** Billing code of the profile that wipes disks; `format-quick` when absent. */
  wipeProfile?: string
  /** Disks are wiped before a machine goes back, not only before it is handed to the next one. */
  wipesOnRelease?: boolean
}

export type SynergycpConnection = PanelConnection<SynergycpConfig>

export const wipeProfileDefault = 'format-quick'

export const synergycpFields: readonly PanelField[] = [
  { name: 'group', label: 'Datacenter', kind: 'text', maxLength: 100 },
  {
    name: 'wipeProfile',
    label: 'Billing code of the profile that wipes disks',
    kind: 'text',
    maxLength: 100,
  },
  { name: 'wipesOnRelease', label: 'Wipe disks before a machine goes back', kind: 'switch' },
]
