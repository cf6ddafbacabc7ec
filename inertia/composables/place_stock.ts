/** Whether a plan can be had at one place now, as the shop answers it. */
export interface PlaceStock {
  plan_id: string
  place: string
  value_ids: string[]
  free: number | null
  is_available: boolean | null
}

/** Ids of the choices that stand for a place where a plan cannot be had now. Places that cannot be asked are left to the order. */
export function placesGone(stock: readonly PlaceStock[], planId: string): Set<string> {
  const own = stock.filter((each) => each.plan_id === planId && each.is_available !== null)
  const open = own.filter((each) => each.is_available).flatMap((each) => each.value_ids)
  return new Set(own.flatMap((each) => each.value_ids).filter((id) => !open.includes(id)))
}

/** The choice to take instead of one that is gone: the first that can be had. */
export function placeInstead<Value extends { id: string; is_available: boolean }>(
  values: readonly Value[],
  gone: ReadonlySet<string>
): Value | undefined {
  return values.find(({ id, is_available: isOpen }) => isOpen && !gone.has(id))
}
