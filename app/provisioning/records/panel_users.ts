import { db } from '#app/shared/database/db'

interface PanelUserKey {
  panelId: string
  customerId: string
}

/** The panel's own id of a customer, once known. */
export async function findPanelUser({ panelId, customerId }: PanelUserKey): Promise<string | null> {
  const row = await db
    .selectFrom('panel_users')
    .select('reference')
    .where('panel_id', '=', panelId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.reference ?? null
}

/** Two operations of one customer may both have found or made the user: the first note stays. */
export async function savePanelUser(
  user: PanelUserKey & { reference: string; createdAt: Date }
): Promise<void> {
  await db
    .insertInto('panel_users')
    .values({
      panel_id: user.panelId,
      customer_id: user.customerId,
      reference: user.reference,
      created_at: user.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'panel_id', 'customer_id']).doNothing())
    .execute()
}
