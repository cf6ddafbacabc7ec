import type { PanelConnection, PanelField } from '#app/provisioning/drivers/contract'
import type { PanelConfig } from '#app/provisioning/drivers/panel_config'

export interface PterodactylConfig extends PanelConfig {
  /** Short code of the panel's location that new servers go to; anywhere on public nodes when absent. */
  location?: string
  /** Servers go although their node does not answer; files may stay on it. */
  forceRemoval?: boolean
}

export type PterodactylConnection = PanelConnection<PterodactylConfig>

export const pterodactylFields: readonly PanelField[] = [
  { name: 'location', label: 'Location on the panel (short code)', kind: 'text', maxLength: 60 },
  { name: 'forceRemoval', label: 'Remove servers although their node does not answer', kind: 'switch' },
]

/** The key of a root administrator alone does; with an application key besides, it is used for users and servers. */
export const pterodactylSecrets: readonly PanelField[] = [
  {
    name: 'token',
    label: 'Key of a root administrator (ptlc_…)',
    kind: 'text',
    isRequired: true,
    maxLength: 200,
    pattern: {
      matches: /^ptlc_/,
      message: 'It begins with ptlc_: an application key cannot switch power or open a console.',
    },
  },
  {
    name: 'applicationToken',
    label: 'Application key (ptla_…), if you keep one',
    kind: 'text',
    maxLength: 200,
  },
]
