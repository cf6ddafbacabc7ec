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

/** Why one of many is left out of what is done with a click: it asks for more than one, only the panel helps, it is settled or under way, or it is about money. */
export const driftRefusals = ['needs_adoption', 'no_repair', 'settled', 'needs_billing_right'] as const
export type DriftRefusal = (typeof driftRefusals)[number]

/** More at once is no longer a look at what one does. */
export const driftsMax = 5000

/** What is done about it with a click: the wished repair where it is possible, else the proposed one. */
export function chooseRepair(
  drift: Seen & { status: DriftStatus },
  { wished, mayEndBilling }: { wished?: DriftRepair; mayEndBilling: boolean }
): { repair: DriftRepair } | { refusal: DriftRefusal } {
  if (!mayRepair(drift.status)) return { refusal: 'settled' }
  const possible = repairsFor(drift)
  const repair = wished ?? possible[0]
  if (!repair || !possible.includes(repair)) return { refusal: 'no_repair' }
  if (repair === 'adopt') return { refusal: 'needs_adoption' }
  return repair === 'stop_billing' && !mayEndBilling ? { refusal: 'needs_billing_right' } : { repair }
}

/** Whether something is lost by it that no other click brings back. */
export function hurtsDrift(repair: DriftRepair): boolean {
  return repair === 'remove' || repair === 'stop_billing'
}
