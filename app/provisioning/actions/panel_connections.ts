import { unseal } from '#app/shared/secrets/keyring'
import type { CallSubject, PanelCapabilities, ServerPanel } from '#app/provisioning/drivers/contract'
import { findPanelDriver } from '#app/provisioning/drivers/registry'
import type { PanelRow } from '#app/provisioning/records/panels'

/** Opens connected panels: the one place where a panel's token is in the clear. */
export class PanelConnections {
  open(panel: PanelRow, subject: CallSubject): ServerPanel {
    return findPanelDriver(panel.driver).open(
      {
        id: panel.id,
        code: panel.code,
        baseUrl: panel.baseUrl,
        token: unseal(panel.secrets, `panel:${panel.id}`),
        config: panel.config,
        maxConcurrentCalls: panel.maxConcurrentCalls,
      },
      subject
    )
  }

  capabilitiesOf(panel: Pick<PanelRow, 'driver'>): PanelCapabilities {
    return findPanelDriver(panel.driver).capabilities
  }
}
