/**
 * What stands for one service: a machine and the billing id it has while it is ours. Never the machine alone: once given back it is
 * handed to somebody else under the same number, and whatever came late for the old owner would strike the new one.
 */
export interface MachineReference {
  server: number
  billingId: string
}

export function writeReference({ server, billingId }: MachineReference): string {
  return `${server}:${billingId}`
}

/** A reference that is not ours is a mistake of ours: it was written by {@link writeReference}. */
export function readReference(reference: string): MachineReference {
  const cut = reference.indexOf(':')
  const server = Number(reference.slice(0, Math.max(0, cut)))
  if (cut < 1 || !Number.isSafeInteger(server)) throw new Error(`"${reference}" stands for no machine`)
  return { server, billingId: reference.slice(cut + 1) }
}

/** How a machine is called while nothing is installed on it yet, and while its disks are wiped for good. */
export const reservedPrefix = 'reserved: '
export const wipingPrefix = 'wiping: '

export function stageOf(nickname: string | undefined): 'reserved' | 'handed_over' | 'wiping' {
  if (nickname?.startsWith(reservedPrefix)) return 'reserved'
  return nickname?.startsWith(wipingPrefix) ? 'wiping' : 'handed_over'
}

export function plainName(nickname: string | undefined): string {
  return (nickname ?? '').replace(reservedPrefix, '').replace(wipingPrefix, '')
}
