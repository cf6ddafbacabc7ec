import { familyOf, isWithin, readAddress } from '#app/network/index'
import { err, ok } from '#app/shared/result'
import type {
  ObservedServer,
  PanelFailure,
  PanelGroups,
  PanelResult,
} from '#app/provisioning/drivers/contract'
import { foreignAddress } from '#app/provisioning/drivers/foreign_address'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import { isNoCall } from '#app/provisioning/drivers/virtfusion/failures'

interface Surroundings {
  observe(reference: string): PanelResult<ObservedServer>
  mayNameBack: boolean
  mayNameSixth: boolean
}

/** More and fewer IPv4 addresses, and the names that they point back to. */
export function addressesOf(
  api: VirtfusionApi,
  { observe, mayNameBack, mayNameSixth }: Surroundings
): Pick<PanelGroups, 'extraAddresses' | 'reverseNames'> {
  return {
    extraAddresses: {
      async setIpv4Count(reference, count) {
        const server = await observe(reference)
        return server.ok ? matchIpv4Count(api, server.value, count) : server
      },
    },
    reverseNames: {
      /** Our token may name every address of the panel, so it is held to those of this server here. */
      async setReverseName(reference, { address, name }) {
        const family = familyOf(address)
        if (!mayNameBack) return err(notHere)
        if (family === 6 && !mayNameSixth) return err(notForSixth)
        const server = await observe(reference)
        if (!server.ok) return server
        if (!server.value.addresses.some((own) => holds(own, address))) return err(foreignAddress)
        const set = await api.call<unknown>('PUT', `/connectivity/ipv${family}/rdns`, { address, ptr: name })
        if (!set.ok) return err(isNoCall(set.error) ? (family === 6 ? notForSixth : notHere) : set.error)
        return namesZone(set.value) ? ok({ isPending: true }) : ok()
      },
    },
  }
}

const notHere: PanelFailure = {
  type: 'refused',
  reason: 'unsupported',
  message: 'This panel writes no reverse names, or nobody has switched them on for it.',
}
const notForSixth: PanelFailure = {
  type: 'refused',
  reason: 'unsupported',
  message: 'This panel writes no reverse names of IPv6, or nobody has switched them on for it.',
}

function holds(own: ObservedServer['addresses'][number], address: string): boolean {
  if (own.family === 4) return own.address === address
  return (
    readAddress(own.address) === readAddress(address) || (own.block !== undefined && isWithin(address, own))
  )
}

/**
 * Where an answer names a zone, the record is live once that is rebuilt. How that is done through the interface is not documented, nor
 * where in the answer the zone stands: both likely places are looked at.
 */
function namesZone(body: unknown): boolean {
  const zoneIn = (value: unknown) =>
    typeof value === 'object' && value !== null && Boolean((value as { zone?: unknown }).zone)
  return zoneIn(body) || zoneIn((body as { data?: unknown } | null)?.data)
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
