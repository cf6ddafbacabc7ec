import { impatient, patienceFromNow } from '#app/shared/outbound/patience'
import { unseal } from '#app/shared/secrets/keyring'
import type { CallSubject, PanelCapabilities, ServerPanel } from '#app/provisioning/drivers/contract'
import { findPanelDriver } from '#app/provisioning/drivers/registry'
import type { PanelRow } from '#app/provisioning/records/panels'

/** Opens connected panels: the one place where a panel's secrets are in the clear. */
export class PanelConnections {
  open(panel: PanelRow, subject: CallSubject): ServerPanel {
    return findPanelDriver(panel.driver).open(
      {
        id: panel.id,
        code: panel.code,
        baseUrl: panel.baseUrl,
        secrets: openSecrets(panel),
        config: panel.config,
        maxConcurrentCalls: panel.maxConcurrentCalls,
      },
      subject
    )
  }

  /** The same panel for somebody who looks at a page meanwhile: it has a few seconds, whatever its own deadline is. */
  openFor(panel: PanelRow, subject: CallSubject): ServerPanel {
    return impatient(this.open(panel, subject), patienceFromNow())
  }

  capabilitiesOf(panel: Pick<PanelRow, 'driver' | 'config'>): PanelCapabilities {
    return findPanelDriver(panel.driver).capabilitiesFor(panel.config)
  }
}

/** A single token lies there as it is; several secrets lie there as an object with their names. */
export function openSecrets(panel: Pick<PanelRow, 'id' | 'secrets'>): Record<string, string> {
  const plain = unseal(panel.secrets, `panel:${panel.id}`)
  return plain.startsWith('{') ? (JSON.parse(plain) as Record<string, string>) : { token: plain }
}
