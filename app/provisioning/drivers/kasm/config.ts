import type { PanelConnection, PanelField } from '#app/provisioning/drivers/contract'
import type { PanelConfig } from '#app/provisioning/drivers/panel_config'

export interface KasmConfig extends PanelConfig {
  /** What stands behind the @ of user names, which look like addresses and are none. */
  userDomain?: string
}

export type KasmConnection = PanelConnection<KasmConfig>

export const userDomainDefault = 'workspaces.invalid'

export const kasmFields: readonly PanelField[] = [
  {
    name: 'userDomain',
    label: 'Domain of user names',
    kind: 'text',
    maxLength: 100,
    pattern: {
      matches: /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/,
      message: 'A domain in small letters, such as desktops.example.net.',
    },
  },
]

/** A key of the Developer API has two parts. */
export const kasmSecrets: readonly PanelField[] = [
  { name: 'token', label: 'API key', kind: 'text', isRequired: true, maxLength: 200 },
  { name: 'secret', label: 'API key secret', kind: 'text', isRequired: true, maxLength: 200 },
]
