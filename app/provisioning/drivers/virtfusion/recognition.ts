import { isVps } from '#app/catalogue/index'
import { sizesOf } from '#app/provisioning/drivers/virtfusion/observation'
import type { LostServer } from '#app/provisioning/drivers/contract'
import type { VirtfusionServer, VirtfusionServerRow } from '#app/provisioning/drivers/virtfusion/shapes'

/** Clocks of two machines may differ; a server made this much before our first try can still be ours. */
const clockSkewMs = 5 * 60_000

/** Worth a closer look: it bears our mark, or no name at all and no service of ours knows it. */
export function isCandidate(
  { id, name }: VirtfusionServerRow,
  { tag, knownReferences }: LostServer
): boolean {
  return name === tag || (!name && !knownReferences.includes(String(id)))
}

/**
 * Finds the server that a creation without an answer left behind. The panel takes neither an idempotency key nor a name on
 * creation, so there is no certain mark until the server has its name. In this order:
 * 1. a server that bears our mark is ours;
 * 2. otherwise the oldest one of this customer that no service of ours knows, that nobody has named or built, that has the
 *    sizes we asked for, and that was made after our first try.
 * Two lost creations of one customer with equal sizes may swap servers: they are alike and empty, and the database lets each
 * be linked once.
 */
export function recogniseServer(servers: VirtfusionServer[], lost: LostServer): VirtfusionServer | null {
  const marked = servers.find((server) => server.name === lost.tag)
  if (marked) return marked
  const candidates = servers.filter(
    (server) => isUntouched(server) && isNew(server, lost) && hasSizes(server, lost)
  )
  return candidates.toSorted((a, b) => a.id - b.id)[0] ?? null
}

function isUntouched(server: VirtfusionServer): boolean {
  return !server.name && !server.built && !server.buildFailed && !server.tasks?.active
}

function isNew(server: VirtfusionServer, { triedAt }: LostServer): boolean {
  return Date.parse(server.created) >= triedAt.getTime() - clockSkewMs
}

function hasSizes(server: VirtfusionServer, { spec }: LostServer): boolean {
  const sizes = sizesOf(server)
  return (
    isVps(spec) &&
    sizes.memoryMb === spec.memoryMb &&
    sizes.cpuCores === spec.cpuCores &&
    sizes.storageGb === spec.storageGb
  )
}
