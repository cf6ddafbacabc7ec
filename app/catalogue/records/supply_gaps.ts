import { db } from '#app/shared/database/db'
import type { SupplyGap } from '#app/catalogue/domain/supply'

export async function listSupplyGaps(): Promise<SupplyGap[]> {
  const rows = await db
    .selectFrom('supply_gaps')
    .select(['panel_driver', 'location'])
    .orderBy('panel_driver')
    .orderBy('location')
    .execute()
  return rows.map(({ panel_driver, location }) => ({ panelDriver: panel_driver, location: location || null }))
}

export async function insertSupplyGaps(gaps: readonly SupplyGap[], since: Date): Promise<void> {
  if (gaps.length === 0) return
  await db
    .insertInto('supply_gaps')
    .values(gaps.map((gap) => ({ panel_driver: gap.panelDriver, location: gap.location ?? '', since })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function deleteSupplyGap(gap: SupplyGap): Promise<void> {
  await db
    .deleteFrom('supply_gaps')
    .where('panel_driver', '=', gap.panelDriver)
    .where('location', '=', gap.location ?? '')
    .execute()
}
