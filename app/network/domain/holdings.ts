import {
  bitsIn,
  contains,
  isWorldwide,
  networkOf,
  readAddress,
  readNetwork,
} from '#app/network/domain/addresses'

/** An address or a network that a panel says a server has. */
export interface SeenAddress {
  network: string
  /** Others may have it at the same time. */
  isShared: boolean
}

/** What a panel tells of an address. */
export interface ReportedAddress {
  address: string
  /** Length of the network that belongs to the server alone, where it is more than the address. */
  block?: number | null
  isShared?: boolean
}

/** Reads what a panel tells: an address within a network of the same server says nothing more. What is no address is left out: panels write a name or nothing where they have none. */
export function readReported(reported: readonly ReportedAddress[]): SeenAddress[] {
  const seen = new Map<string, SeenAddress>()
  for (const { address, block, isShared = false } of reported) {
    const single = readAddress(address)
    const network = single && (block ? readBlock(single, block) : readNetwork(single))
    if (network) seen.set(network, { network, isShared: isShared || !isWorldwide(network) })
  }
  const all = [...seen.values()]
  return all.filter((one) => !all.some((other) => other !== one && contains(other.network, one.network)))
}

/** A length that is none says nothing: the address alone is kept. */
function readBlock(address: string, bits: number): string | null {
  const isLength = Number.isInteger(bits) && bits >= 0 && bits <= bitsIn(readNetwork(address)!)
  return isLength ? networkOf(address, bits) : readNetwork(address)
}

interface Held {
  network: string
  isShared: boolean
}

/** What a service has held and does not any more, and what it holds from now on. */
export function compareHoldings<H extends Held>(
  held: readonly H[],
  seen: readonly SeenAddress[]
): { ended: H[]; begun: SeenAddress[] } {
  const isSame = (a: Held, b: Held) => a.network === b.network && a.isShared === b.isShared
  return {
    ended: held.filter((one) => !seen.some((other) => isSame(one, other))),
    begun: seen.filter((one) => !held.some((other) => isSame(one, other))),
  }
}

/** Somebody who holds an address that another is said to hold. */
export interface Rival {
  id: string
  network: string
  serviceId: string | null
  panelId: string | null
}

/**
 * Who holds an address that two are said to hold. A panel knows its own servers, so that what it says last counts among them, and the
 * other has lost it. Of two panels, and against what staff keep, nobody here can tell: the later claim is kept beside the first, as contested.
 */
export function settleClaim(
  rivals: readonly Rival[],
  panelId: string
): { lost: Rival[]; isContested: boolean } {
  const lost = rivals.filter((rival) => rival.serviceId !== null && rival.panelId === panelId)
  return { lost, isContested: lost.length < rivals.length }
}

/** Until when an address rests after it was given back. */
export function restsUntil(endedAt: Date, quarantineHours: number): Date {
  return new Date(endedAt.getTime() + quarantineHours * 3_600_000)
}
