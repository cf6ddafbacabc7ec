import { ok } from '#app/shared/result'
import type { ObservedServer, PanelResult } from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'

/** Adds what is missing of IPv4 addresses, or takes the newest away; the panel chooses which ones are added. */
export async function matchIpv4Count(
  api: VirtfusionApi,
  server: ObservedServer,
  count: number
): PanelResult<void> {
  const addresses = server.addresses.filter(({ family }) => family === 4).map(({ address }) => address)
  const missing = count - addresses.length
  if (missing === 0) return ok()
  const path = `/servers/${server.reference}`
  const changed =
    missing > 0
      ? await api.call('POST', `${path}/ipv4Qty`, { interface: 'primary', quantity: missing })
      : await api.call('DELETE', `${path}/ipv4`, { ip: addresses.slice(count) })
  return changed.ok ? ok() : changed
}
