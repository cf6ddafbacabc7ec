import { findTierFault, type TieredPrice } from '#app/catalogue/domain/tiers'
import type { IntervalFault } from '#app/catalogue/domain/hourly_price'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'

/** A price is announced at most two years ahead: a day further away is a slip of the pen. */
export const aheadDaysMax = 731

export type VersionFault =
  | { type: 'valid_from_past'; field: 'valid_from' }
  | { type: 'valid_from_too_far'; field: 'valid_from' }
  | { type: TierFaultName; field: string }
  | IntervalFault

type TierFaultName =
  | 'tiers_missing'
  | 'tier_bound_missing'
  | 'tier_not_ascending'
  | 'tier_last_bounded'
  | 'tier_amount_invalid'
  | 'package_size_invalid'

/**
 * Why a new version of a price cannot be, each fault at its field; none when it can. Nothing is changed for days that are over: what was
 * quoted then stays what it was.
 */
export function findVersionFaults(
  version: { validFrom: CalendarDate; tiers: TieredPrice | null },
  today: CalendarDate
): VersionFault[] {
  return [...dayFaults(version.validFrom, today), ...(version.tiers ? tierFaults(version.tiers) : [])]
}

function dayFaults(validFrom: CalendarDate, today: CalendarDate): VersionFault[] {
  if (validFrom < today) return [{ type: 'valid_from_past', field: 'valid_from' }]
  if (validFrom > addDays(today, aheadDaysMax)) return [{ type: 'valid_from_too_far', field: 'valid_from' }]
  return []
}

/** One complaint for each row of the tiers that is wrong, so that a form shows all of them at once. */
function tierFaults(price: TieredPrice): VersionFault[] {
  const { tiers, model, packageSize } = price
  if (tiers.length === 0) return [{ type: 'tiers_missing', field: 'tiers' }]
  // The price of an hour is looked at where it is entered.
  if (model === 'hourly') return []
  const faults: VersionFault[] = []
  if (model === 'package' && packageSize < 1n)
    faults.push({ type: 'package_size_invalid', field: 'package_size' })
  let below = 0n
  for (const [index, { upTo, unitAmount }] of tiers.entries()) {
    const isLast = index === tiers.length - 1
    const bound = `tiers.${index}.up_to`
    if (!isTierAmount(unitAmount))
      faults.push({ type: 'tier_amount_invalid', field: `tiers.${index}.unit_amount` })
    if (isLast && upTo !== null) faults.push({ type: 'tier_last_bounded', field: bound })
    if (!isLast && upTo === null) faults.push({ type: 'tier_bound_missing', field: bound })
    if (!isLast && upTo !== null && upTo <= below) faults.push({ type: 'tier_not_ascending', field: bound })
    below = upTo ?? below
  }
  if (faults.length === 0 && findTierFault(price))
    throw new Error(`A tiered price cannot be: ${findTierFault(price)}`)
  return faults
}

/** Minor units with up to 12 decimals, below what a column holds with every quantity that can be bought. */
function isTierAmount(text: string): boolean {
  return /^\d{1,12}(\.\d{1,12})?$/.test(text)
}

export type VersionState = 'current' | 'upcoming' | 'past' | 'withdrawn'

/** How each version of one place stands on a day. A version that never came to be, because another took its day, is withdrawn. */
export function versionStates(
  versions: readonly { id: string; validFrom: CalendarDate; replacedOn: CalendarDate | null }[],
  today: CalendarDate
): Map<string, VersionState> {
  const inForce = versions.filter(({ replacedOn, validFrom }) => replacedOn === null && validFrom <= today)
  const current = inForce.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
  return new Map(
    versions.map(({ id, validFrom, replacedOn }) => {
      if (id === current?.id) return [id, 'current'] as const
      if (replacedOn !== null && replacedOn < validFrom) return [id, 'withdrawn'] as const
      return [id, replacedOn === null && validFrom > today ? 'upcoming' : 'past'] as const
    })
  )
}
