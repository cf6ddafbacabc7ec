import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { listPanels, type PanelRow } from '#app/provisioning/records/panels'

export interface PanelOverview extends PanelRow {
  serviceCount: number
  heldCount: number
  waitingOperationCount: number
}

/** How do our panels do: when did each last answer, what runs there, what waits for it? */
export function listPanelOverviews(): Promise<PanelOverview[]> {
  return inReadTransaction(async () => {
    const panels = await listPanels()
    const services = await countBy(
      db
        .selectFrom('services')
        .select((eb) => ['panel_id', eb.fn.countAll<string>().as('count')])
        .where('status', 'in', ['pending', 'provisioning', 'active', 'suspended', 'terminating'])
        .groupBy('panel_id')
        .execute()
    )
    const held = await countBy(
      db
        .selectFrom('capacity_holds')
        .select((eb) => ['panel_id', eb.fn.countAll<string>().as('count')])
        .where('status', '=', 'held')
        .groupBy('panel_id')
        .execute()
    )
    const waiting = await countBy(
      db
        .selectFrom('operations')
        .innerJoin('services', 'services.id', 'operations.service_id')
        .select((eb) => ['services.panel_id', eb.fn.countAll<string>().as('count')])
        .where('operations.status', '=', 'waiting')
        .groupBy('services.panel_id')
        .execute()
    )
    return panels.map((panel) => ({
      ...panel,
      serviceCount: services.get(panel.id) ?? 0,
      heldCount: held.get(panel.id) ?? 0,
      waitingOperationCount: waiting.get(panel.id) ?? 0,
    }))
  })
}

export async function findPanelOverview(id: string): Promise<PanelOverview | null> {
  return (await listPanelOverviews()).find((panel) => panel.id === id) ?? null
}

async function countBy(rows: Promise<{ panel_id: string; count: string }[]>): Promise<Map<string, number>> {
  return new Map((await rows).map((row) => [row.panel_id, Number(row.count)]))
}
