import { db } from '#app/shared/database/db'

export interface ServiceMove {
  id: string
  serviceId: string
  fromPanelId: string
  toPanelId: string
  fromReference: string
  toReference: string
  toNode: string | null
  note: string
  movedBy: string | null
  movedAt: Date
}

export async function insertMove(move: ServiceMove): Promise<void> {
  await db
    .insertInto('service_moves')
    .values({
      id: move.id,
      service_id: move.serviceId,
      from_panel_id: move.fromPanelId,
      to_panel_id: move.toPanelId,
      from_reference: move.fromReference,
      to_reference: move.toReference,
      to_node: move.toNode,
      note: move.note,
      moved_by: move.movedBy,
      moved_at: move.movedAt,
    })
    .execute()
}

/** Where a service stood before, the latest move first. */
export async function listMoves(serviceId: string): Promise<ServiceMove[]> {
  const rows = await db
    .selectFrom('service_moves')
    .selectAll()
    .where('service_id', '=', serviceId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    serviceId: row.service_id,
    fromPanelId: row.from_panel_id,
    toPanelId: row.to_panel_id,
    fromReference: row.from_reference,
    toReference: row.to_reference,
    toNode: row.to_node,
    note: row.note,
    movedBy: row.moved_by,
    movedAt: row.moved_at,
  }))
}
