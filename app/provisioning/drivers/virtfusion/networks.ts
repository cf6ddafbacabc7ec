import { readAddress } from '#app/network/index'
import type { ServerAddress } from '#app/provisioning/drivers/contract'
import type { VirtfusionNetwork } from '#app/provisioning/drivers/virtfusion/shapes'

const bitsMax = 128

/**
 * A network of the newer kind. Its length stands in `cidr` or behind `subnet`; where there is no network, the single addresses count. Which
 * members single addresses have is not documented: the likely ones are read, and what is no address is left out rather than guessed.
 */
export function readSixth(entry: VirtfusionNetwork): ServerAddress[] {
  const singles = singlesOf(entry)
  const [start = '', behind] = textOf(entry.subnet).split('/')
  const address = readAddress(start)
  const gateway = textOf(entry.gateway) || null
  if (!address) return singles.map((single) => ({ family: 6, prefix: null, gateway, ...single }))
  const bits = lengthOf(entry.cidr) ?? lengthOf(behind)
  const isBlock = bits !== null && bits < bitsMax
  const own = singles.find((single) => single.address === address)
  const named = singles.flatMap(({ address: each, reverseName }) =>
    reverseName && each !== address ? [{ address: each, name: reverseName }] : []
  )
  return [
    {
      family: 6,
      address,
      prefix: bits === null ? null : String(bits),
      gateway,
      ...(own && 'reverseName' in own ? { reverseName: own.reverseName } : {}),
      ...(isBlock ? { block: bits, names: named } : {}),
    },
  ]
}

interface Single {
  address: string
  reverseName?: string | null
}

/** With its name where the longer list tells one. */
function singlesOf({ addresses, addressesDetailed }: VirtfusionNetwork): Single[] {
  const found = new Map<string, Single>()
  for (const item of [...listOf(addresses), ...listOf(addressesDetailed)]) {
    const single = readSingle(item)
    if (single) found.set(single.address, { ...found.get(single.address), ...single })
  }
  return [...found.values()]
}

function readSingle(item: unknown): Single | null {
  if (typeof item === 'string') {
    const address = readAddress(item.split('/')[0]!)
    return address ? { address } : null
  }
  if (typeof item !== 'object' || item === null) return null
  const { address, ip, rdns, ptr } = item as Record<string, unknown>
  const read = readAddress(textOf(address ?? ip).split('/')[0]!)
  const name = rdns ?? ptr
  if (!read) return null
  return { address: read, ...(name === undefined ? {} : { reverseName: textOf(name) || null }) }
}

function lengthOf(value: unknown): number | null {
  const text = String(value ?? '').replace(/^\//, '')
  return /^\d{1,3}$/.test(text) && Number(text) <= bitsMax ? Number(text) : null
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
