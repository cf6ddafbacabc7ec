import type { PanelConnection, PanelField } from '#app/provisioning/drivers/contract'
import type { PanelConfig } from '#app/provisioning/drivers/panel_config'

export interface VirtfusionConfig extends PanelConfig {
  /** Group of machines that new servers go to; the panel's default group when absent. */
  group?: string
  /** Id of the panel's plan by which servers with backups are copied; without one this panel makes no backups. */
  backupPlan?: number
  /** What customers may do on the panel by themselves, as the panel numbers it; accounts are left as they are when absent. */
  selfService?: number
  /** The panel is 7.1 or newer, and it may write reverse names. */
  reverseNames?: boolean
  /** It writes names of IPv6 as well. The call is the twin of the one for IPv4 and not documented: staff say whether their panel has it. */
  networkNames?: boolean
}

export type VirtfusionConnection = PanelConnection<VirtfusionConfig>

export const virtfusionFields: readonly PanelField[] = [
  { name: 'group', label: 'Group of machines', kind: 'text', maxLength: 100 },
  { name: 'backupPlan', label: 'Id of the backup plan', kind: 'number', minimum: 1, maximum: 1_000_000 },
  {
    name: 'selfService',
    label: 'Self-service of customers (0 to 3)',
    kind: 'number',
    minimum: 0,
    maximum: 3,
  },
  { name: 'reverseNames', label: 'Reverse names through the panel (7.1 or newer)', kind: 'switch' },
  { name: 'networkNames', label: 'Reverse names of IPv6, too', kind: 'switch' },
]
