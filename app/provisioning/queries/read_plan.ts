import { db } from '#app/shared/database/db'

export interface PlanSizes {
  id: string
  name: string
  productKind: string
  panelDriver: string
  spec: Record<string, unknown>
  panelPackage: Record<string, unknown>
}

/** The sizes of a plan as it is sold now. */
export async function readPlan(id: string): Promise<PlanSizes | null> {
  const row = await db
    .selectFrom('plans as plan')
    .innerJoin('products as product', (join) =>
      join.onRef('product.id', '=', 'plan.product_id').onRef('product.tenant_id', '=', 'plan.tenant_id')
    )
    .select(['plan.id', 'plan.name', 'product.kind', 'plan.panel_driver', 'plan.spec', 'plan.panel_package'])
    .where('plan.id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    name: row.name,
    productKind: row.kind,
    panelDriver: row.panel_driver,
    spec: row.spec as Record<string, unknown>,
    panelPackage: row.panel_package as Record<string, unknown>,
  }
}
