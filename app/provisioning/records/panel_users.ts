import { sql } from 'kysely'
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

/** Accounts of a customer who is forgotten are to be removed at their panels, from now on. @returns on how many panels */
export async function beginRemovals(customerId: string, now: Date): Promise<number> {
  const rows = await db
    .updateTable('panel_users')
    .set({ removal_due_at: now, is_left_to_staff: false })
    .where('customer_id', '=', customerId)
    .where('removed_at', 'is', null)
    .returning('panel_id')
    .execute()
  return rows.length
}

export interface DueRemoval extends PanelUserKey {
  reference: string
  tries: number
}

export async function listDueRemovals(at: Date, limit: number): Promise<PanelUserKey[]> {
  const { rows } = await sql<PanelUserKey>`
    select panel_id as "panelId", customer_id as "customerId" from panel_users
     where removal_due_at <= ${at} order by removal_due_at limit ${limit}`.execute(db)
  return rows
}

/** Takes one for a try, which another worker leaves alone until then; nothing when it is not due. */
export async function claimRemoval(
  key: PanelUserKey,
  now: Date,
  until: Date
): Promise<DueRemoval | undefined> {
  const { rows } = await sql<DueRemoval>`
    update panel_users set removal_due_at = ${until}, removal_tries = removal_tries + 1
     where panel_id = ${key.panelId} and customer_id = ${key.customerId} and removal_due_at <= ${now}
    returning panel_id as "panelId", customer_id as "customerId", reference, removal_tries as tries`.execute(
    db
  )
  return rows[0]
}

export type RemovalNote =
  | { removed_at: Date }
  | { removal_due_at: Date; removal_error: string }
  | { is_left_to_staff: true; removal_error: string }

export async function noteRemoval({ panelId, customerId }: PanelUserKey, note: RemovalNote): Promise<void> {
  await db
    .updateTable('panel_users')
    .set({ removal_due_at: null, removal_error: null, ...note })
    .where('panel_id', '=', panelId)
    .where('customer_id', '=', customerId)
    .execute()
}

export interface PanelUserRemoval {
  customerId: string
  panel: string
  reference: string
  isLeftToStaff: boolean
  error: string | null
  removedAt: Date | null
}

/** What became of the accounts of customers who were forgotten. */
export async function listRemovals(customerIds: string[]): Promise<PanelUserRemoval[]> {
  if (customerIds.length === 0) return []
  const { rows } = await sql<PanelUserRemoval>`
    select u.customer_id as "customerId", p.name as panel, u.reference, u.is_left_to_staff as "isLeftToStaff", u.removal_error as error,
           u.removed_at as "removedAt"
      from panel_users u join panels p on p.tenant_id = u.tenant_id and p.id = u.panel_id
     where u.customer_id = any(${customerIds}) and (u.removal_due_at is not null or u.is_left_to_staff or u.removed_at is not null)
     order by p.name`.execute(db)
  return rows
}
