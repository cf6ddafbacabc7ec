import { err, ok } from '#app/shared/result'
import type { ObservedServer, PanelGroups, PanelResult } from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'

interface Surroundings {
  observe(reference: string): PanelResult<ObservedServer>
  mayNameBack: boolean
}

/** More and fewer IPv4 addresses, and the names that they point back to. */
export function addressesOf(
  api: VirtfusionApi,
  { observe, mayNameBack }: Surroundings
): Pick<PanelGroups, 'extraAddresses' | 'reverseNames'> {
  return {
    extraAddresses: {
      async setIpv4Count(reference, count) {
        const server = await observe(reference)
        return server.ok ? matchIpv4Count(api, server.value, count) : server
      },
    },
    reverseNames: {
      /**
       * Panels before 7.1 have no such call and answer it as an address that they do not know. Whether the zone has to be rebuilt by
       * hand is in the answer; how it is rebuilt through the interface is not documented, so that staff do it on the panel.
       */
      async setReverseName(reference, { address, name }) {
        if (!mayNameBack) {
          const message = 'This panel writes no reverse names, or nobody has switched them on for it.'
          return err({ type: 'refused', reason: 'unsupported', message })
        }
        const server = await observe(reference)
        if (!server.ok) return server
        const isOurs = server.value.addresses.some((own) => own.family === 4 && own.address === address)
        if (!isOurs) {
          const message = 'The address does not belong to this server.'
          return err({ type: 'refused', reason: 'invalid', message })
        }
        const set = await api.call('PUT', '/connectivity/ipv4/rdns', { address, ptr: name })
        return set.ok ? ok() : set
      },
    },
  }
}

/** Adds what is missing of IPv4 addresses, or takes the newest away; the panel chooses which ones are added. */
async function matchIpv4Count(api: VirtfusionApi, server: ObservedServer, count: number): PanelResult<void> {
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
