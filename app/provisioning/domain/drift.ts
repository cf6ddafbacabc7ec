/**
 * How what stands on a panel can differ from what is sold.
 * - `unbilled`: it runs there, and nobody pays for it.
 * - `missing`: it is paid for, and is not there.
 * - `other_size`, `other_owner`: it is there, but not as it was sold, or not for whom.
 * - `other_state`: it is suspended there and runs here, or the other way round.
 */
export const driftKinds = ['unbilled', 'missing', 'other_size', 'other_owner', 'other_state'] as const
export type DriftKind = (typeof driftKinds)[number]

export const driftStatuses = ['open', 'repairing', 'ignored', 'repaired', 'gone'] as const
export type DriftStatus = (typeof driftStatuses)[number]

/** `adopt` is the one that asks for more than a click: for whom, as what, from when. */
export const driftRepairs = ['adopt', 'remove', 'stop_billing', 'resize', 'move', 'align'] as const
export type DriftRepair = (typeof driftRepairs)[number]

interface Seen {
  kind: DriftKind
  serviceId: string | null
  capabilities: { resize: boolean; ownership: boolean }
}

/** What can be done about it, the proposed one first. Nothing where only the panel itself can help. */
export function repairsFor({ kind, serviceId, capabilities }: Seen): DriftRepair[] {
  switch (kind) {
    case 'unbilled':
      // What belonged to a service that ended was meant to be gone.
      return serviceId ? ['remove'] : ['adopt', 'remove']
    case 'missing':
      return ['stop_billing']
    case 'other_size':
      return capabilities.resize ? ['resize'] : []
    case 'other_owner':
      return capabilities.ownership ? ['move'] : []
    case 'other_state':
      return ['align']
  }
}

export function mayRepair(status: DriftStatus): boolean {
  return status === 'open' || status === 'ignored'
}
