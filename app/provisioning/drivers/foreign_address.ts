import type { PanelFailure } from '#app/provisioning/drivers/contract'

/** Our key may reach every address of a panel: a driver holds what is asked for to those of the server itself. */
export const foreignAddress: PanelFailure = {
  type: 'refused',
  reason: 'invalid',
  message: 'The address does not belong to this server.',
}
