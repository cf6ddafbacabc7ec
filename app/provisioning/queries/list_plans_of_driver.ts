import { db } from '#app/shared/database/db'
import type { PlanSizes } from '#app/provisioning/queries/read_plan'

/** Which plans are made on panels of a kind, drafts included? By product, and by name. */
export async function listPlansOfDriver(driver: string): Promise<PlanSizes[]> {
  const rows = await db
    .selectFrom('plans as plan')
    .innerJoin('products as product', (join) =>
      join.onRef('product.id', '=', 'plan.product_id').onRef('product.tenant_id', '=', 'plan.tenant_id')
    )
    .select(['plan.id', 'plan.name', 'product.kind', 'plan.spec', 'plan.panel_package'])
    .where('plan.panel_driver', '=', driver)
    .where('plan.status', '<>', 'archived')
    .orderBy('product.name')
    .orderBy('plan.name')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    productKind: row.kind,
    panelDriver: driver,
    spec: row.spec as Record<string, unknown>,
    panelPackage: row.panel_package as Record<string, unknown>,
  }))
}
