/** The facts about panels and about the accounts that customers have there. */
import { event } from '#app/shared/events/event'

export const panelConnected = event<{ panelId: string }>('panel.connected', 'A control panel was connected.')
export const panelChanged = event<{ panelId: string; fields: string[] }>(
  'panel.changed',
  'The settings of a panel were changed.'
)
export const panelAddressesImported = event<{ panelId: string }>(
  'panel.addresses_imported',
  'Staff had the addresses of everything on a panel read and kept.'
)
export const panelSettingsChanged = event<{ lostAfterMinutes: number; forwardCheck: string }>(
  'panel.settings_changed',
  'Staff changed when a panel counts as lost, or what is asked of reverse names.'
)
export const panelSalePaused = event<{ panelId: string }>(
  'panel.sale_paused',
  'Nothing new is sold on a panel: for too long nobody could say what it has room for, or staff closed it.'
)
export const panelSaleResumed = event<{ panelId: string }>(
  'panel.sale_resumed',
  'New servers are sold on a panel again.'
)
export const panelCompared = event<{ panelId: string; foundCount: number }>(
  'panel.compared',
  'Everything that stands on a panel was compared with what is sold.'
)
export const panelUserRemoved = event<{ panelId: string }>(
  'panel_user.removed',
  'The account of a customer who was forgotten was removed at a panel.'
)
export const panelUserLeft = event<{ panelId: string; reason: string }>(
  'panel_user.left',
  'The account of a customer who was forgotten has to be removed at a panel by hand.'
)
