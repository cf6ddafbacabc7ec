import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import type { SupplyGap } from '#app/catalogue/domain/supply'
import { deleteSupplyGap, insertSupplyGaps, listSupplyGaps } from '#app/catalogue/records/supply_gaps'

export interface SupplyMoves {
  opened: SupplyGap[]
  closed: SupplyGap[]
}

/** Says what cannot be delivered just now. What is left out can be again: shop, cart and checkout follow at once. */
@inject()
export class SetSupplyGaps {
  constructor(private clock: Clock) {}

  execute(gaps: readonly SupplyGap[]): Promise<SupplyMoves> {
    return inTransaction(async () => {
      const present = await listSupplyGaps()
      const opened = gaps.filter((gap) => !has(present, gap))
      const closed = present.filter((gap) => !has(gaps, gap))
      await insertSupplyGaps(opened, this.clock.wall())
      for (const gap of closed) await deleteSupplyGap(gap)
      return { opened, closed }
    })
  }
}

function has(gaps: readonly SupplyGap[], wanted: SupplyGap): boolean {
  return gaps.some((gap) => gap.panelDriver === wanted.panelDriver && gap.location === wanted.location)
}
