interface SaidSizes {
  cpuCores?: number
  memoryMb?: number
  storageGb?: number
}

/** A package as a panel offers it; sizes that it does not say are absent. */
interface SeenPackage {
  name: string
  isOpen: boolean
  sizes: SaidSizes
}

interface SeenOffers {
  packages: readonly SeenPackage[]
  /** Free machines, by their sort. */
  inventory: readonly { stockKey: string }[]
}

export const planFaults = ['package_missing', 'package_closed', 'package_smaller', 'no_machine_free'] as const
export type PlanFault = (typeof planFaults)[number]

/** What a plan of the catalogue wants of a panel. */
export interface PlanWish {
  /** Name of its package there. */
  package: string
  /** Which sort of whole machine; null where it is none. */
  stockKey: string | null
  sizes: SaidSizes
}

/**
 * Whether a panel has what a plan wants, without making anything. A kind of panel that lists no packages makes servers of any size, and one
 * that lists machines has to have one of that sort free.
 */
export function findPlanFault(wish: PlanWish, { packages, inventory }: SeenOffers): PlanFault | null {
  if (wish.stockKey !== null) return isFree(inventory, wish.stockKey) ? null : 'no_machine_free'
  if (packages.length === 0) return null
  const found = packages.find(({ name }) => name === wish.package)
  if (!found) return 'package_missing'
  if (!found.isOpen) return 'package_closed'
  return isSmaller(found, wish.sizes) ? 'package_smaller' : null
}

function isFree(inventory: SeenOffers['inventory'], wanted: string): boolean {
  return inventory.some(({ stockKey }) => stockKey === wanted)
}

/** Whether a buyer would get less than the plan says; sizes that the panel does not say are taken for right. */
function isSmaller({ sizes }: SeenPackage, wanted: SaidSizes): boolean {
  return (['cpuCores', 'memoryMb', 'storageGb'] as const).some((size) => {
    const [has, needs] = [sizes[size], wanted[size]]
    return has !== undefined && needs !== undefined && has < needs
  })
}
