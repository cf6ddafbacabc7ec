import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { CapacityHolds } from '#app/shared/database/schema'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

export interface HoldRow {
  id: string
  orderId: string
  orderLineId: string
  panelId: string
  spec: ServiceSpec
  status: 'held' | 'used' | 'released'
  expiresAt: Date
  createdAt: Date
}

export async function listHoldsOfOrder(orderId: string): Promise<HoldRow[]> {
  const rows = await db.selectFrom('capacity_holds').selectAll().where('order_id', '=', orderId).execute()
  return rows.map(toHold)
}

export async function lockHoldOfLine(orderLineId: string): Promise<HoldRow | null> {
  const row = await db
    .selectFrom('capacity_holds')
    .selectAll()
    .where('order_line_id', '=', orderLineId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toHold(row) : null
}

/** What is kept on a panel for orders that are not being built yet. */
export async function listHeldSpecs(panelId: string): Promise<ServiceSpec[]> {
  const rows = await db
    .selectFrom('capacity_holds')
    .select('spec')
    .where('panel_id', '=', panelId)
    .where('status', '=', 'held')
    .execute()
  return rows.map((row) => row.spec as unknown as ServiceSpec)
}

/**
 * Whoever takes of the same plans waits until the open transaction ends, so that two never get the same last one, on whatever panels. In
 * the order of ids, so that none waits for the other.
 */
export function lockPlanStock(planIds: readonly string[]): void {
  for (const id of new Set(planIds.toSorted())) takeTurn(`plan_stock:${id}`)
}

/** A line that was refused or released before is held again under its one row. */
export async function saveHold(hold: HoldRow): Promise<void> {
  await db
    .insertInto('capacity_holds')
    .values({
      id: hold.id,
      order_id: hold.orderId,
      order_line_id: hold.orderLineId,
      panel_id: hold.panelId,
      spec: JSON.stringify(hold.spec),
      status: hold.status,
      expires_at: hold.expiresAt,
      created_at: hold.createdAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'order_line_id']).doUpdateSet({
        panel_id: hold.panelId,
        spec: JSON.stringify(hold.spec),
        status: hold.status,
        expires_at: hold.expiresAt,
        finished_at: null,
      })
    )
    .execute()
}

export async function finishHold(id: string, end: { status: 'used' | 'released'; at: Date }): Promise<void> {
  await db
    .updateTable('capacity_holds')
    .set({ status: end.status, finished_at: end.at })
    .where('id', '=', id)
    .where('status', '=', 'held')
    .execute()
}

/** Frees what an order holds. Returns how many places that were. */
export async function releaseHoldsOfOrder(orderId: string, at: Date): Promise<number> {
  const result = await db
    .updateTable('capacity_holds')
    .set({ status: 'released', finished_at: at })
    .where('order_id', '=', orderId)
    .where('status', '=', 'held')
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/**
 * Frees what is held longer than promised and was forgotten, but never from an order that can still be paid for or is being built: its
 * places are kept until it is called off, so that no money is taken for what is not reserved.
 */
export async function releaseExpiredHolds(at: Date): Promise<number> {
  const result = await db
    .updateTable('capacity_holds')
    .set({ status: 'released', finished_at: at })
    .where('status', '=', 'held')
    .where('expires_at', '<=', at)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('orders')
            .select('orders.id')
            .whereRef('orders.id', '=', 'capacity_holds.order_id')
            .where('orders.status', 'in', ['reserving', 'awaiting_payment', 'in_review', 'provisioning'])
        )
      )
    )
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

function toHold(row: Selectable<CapacityHolds>): HoldRow {
  return {
    id: row.id,
    orderId: row.order_id,
    orderLineId: row.order_line_id,
    panelId: row.panel_id,
    spec: row.spec as unknown as ServiceSpec,
    status: row.status as HoldRow['status'],
    expiresAt: row.expires_at,
    createdAt: row.created_at,
  }
}
