import { isWithin, readAddress } from '#app/network/index'
import type { ForwardCheck } from '#app/provisioning/domain/panel_settings'

/** What name servers say of a name. */
type NameAnswer = { type: 'found'; addresses: readonly string[] } | { type: 'unknown' } | { type: 'silent' }

/** An address of a server, as far as names are concerned. */
interface NamedAddress {
  family: 4 | 6
  address: string
  reverseName?: string | null
  block?: number
  names?: { address: string; name: string }[]
  isShared?: true
}

/** Whether a name leads to the address that is to point back to it. */
export type Forward = 'points_here' | 'points_elsewhere' | 'unknown' | 'not_answered'
export const forwards = ['points_here', 'points_elsewhere', 'unknown', 'not_answered'] as const

/** One way of writing for each address, so that `2001:DB8::0:1` is found among what a panel says. */
export function compareForward(address: string, answer: NameAnswer): Forward {
  if (answer.type === 'silent') return 'not_answered'
  if (answer.type === 'unknown') return 'unknown'
  const wanted = readAddress(address)
  return answer.addresses.some((found) => readAddress(found) === wanted) ? 'points_here' : 'points_elsewhere'
}

/** Whether a name may be set that leads where it does. Who was not answered may be right: with `refuse` it is asked again later. */
export function mayBeNamed(forward: Forward, check: ForwardCheck): boolean {
  return check !== 'refuse' || forward === 'points_here'
}

/**
 * The address as its server has it, in its one form; null when it is not one of this server. Within blocks and networks of its own each address
 * can be named where the panel can do that (`hasBlocks`), otherwise single addresses of the older kind alone.
 */
export function findNameable(
  own: readonly NamedAddress[],
  address: string,
  { hasBlocks }: { hasBlocks: boolean }
): string | null {
  const wanted = readAddress(address)
  if (!wanted) return null
  const isOwn = own.some((candidate) => {
    if (candidate.isShared) return false
    if (readAddress(candidate.address) === wanted) return candidate.family === 4 || hasBlocks
    return hasBlocks && candidate.block !== undefined && isWithin(wanted, candidate)
  })
  return isOwn ? wanted : null
}

/** What a server has once an address points back to a name, or to none. */
export function withName<Address extends NamedAddress>(
  own: readonly Address[],
  address: string,
  name: string | null
): Address[] {
  return own.map((candidate) => {
    if (readAddress(candidate.address) === address) return { ...candidate, reverseName: name }
    if (candidate.block === undefined || !isWithin(address, candidate)) return candidate
    const others = (candidate.names ?? []).filter((known) => known.address !== address)
    return { ...candidate, names: name === null ? others : [...others, { address, name }] }
  })
}
