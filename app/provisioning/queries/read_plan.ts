import { db } from '#app/shared/database/db'

export interface PlanSizes {
  id: string
  panelDriver: string
  spec: Record<string, unknown>
  panelPackage: Record<string, unknown>
}

/** The sizes of a plan as it is sold now. */
export async function readPlan(id: string): Promise<PlanSizes | null> {
  const row = await db
    .selectFrom('plans')
    .select(['id', 'panel_driver', 'spec', 'panel_package'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    panelDriver: row.panel_driver,
    spec: row.spec as Record<string, unknown>,
    panelPackage: row.panel_package as Record<string, unknown>,
  }
}
