import type { PanelConnection, PanelField } from '#app/provisioning/drivers/contract'
import type { PanelConfig } from '#app/provisioning/drivers/panel_config'

export interface EnhanceConfig extends PanelConfig {
  /** The organisation that sells the plans: a UUID. */
  masterOrg: string
  /** Group of servers that new websites go to, by name or id; the panel chooses when absent. */
  group?: string
  /** What ends is only marked as deleted: data stays, and so do its domains until staff remove them on the panel. */
  keepsDeleted?: boolean
}

export type EnhanceConnection = PanelConnection<EnhanceConfig>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const enhanceFields: readonly PanelField[] = [
  {
    name: 'masterOrg',
    label: 'Id of the master organisation',
    kind: 'text',
    isRequired: true,
    maxLength: 36,
    pattern: { matches: uuid, message: 'The id of an organisation is a UUID.' },
  },
  { name: 'group', label: 'Group of servers', kind: 'text', maxLength: 100 },
  { name: 'keepsDeleted', label: 'Keep the data of what has ended', kind: 'switch' },
]
