import { db } from '#app/shared/database/db'
import type { ConfiguredItem } from '#app/catalogue/index'
import { inReadTransaction } from '#app/shared/database/unit'
import type { ChangeStatus, SubscriptionChange } from '#app/subscriptions/domain/subscription_change'
import { findContent, findOpenChange, toChange } from '#app/subscriptions/records/changes'

const listedMax = 20

export interface ChangeSeen extends SubscriptionChange {
  fromPlanName: string
  toPlanName: string
}

/** Which change of a subscription is under way? */
export function findChange(subscriptionId: string): Promise<ChangeSeen | null> {
  return inReadTransaction(async () => {
    const open = await findOpenChange(subscriptionId)
    if (!open) return null
    const [seen] = (await select(subscriptionId)).filter(({ id }) => id === open.id)
    return seen ?? null
  })
}

/** How far did a change come? */
export function findChangeStatus(id: string): Promise<ChangeStatus | null> {
  return inReadTransaction(async () => {
    const row = await db
      .selectFrom('subscription_changes')
      .select('status')
      .where('id', '=', id)
      .executeTakeFirst()
    return (row?.status as ChangeStatus | undefined) ?? null
  })
}

/** How was a subscription changed? The newest first. */
export function listChanges(subscriptionId: string): Promise<ChangeSeen[]> {
  return inReadTransaction(() => select(subscriptionId))
}

/** What is a subscription for, with everything chosen? */
export function findSubscriptionContent(subscriptionId: string): Promise<ConfiguredItem | null> {
  return inReadTransaction(() => findContent(subscriptionId))
}

async function select(subscriptionId: string): Promise<ChangeSeen[]> {
  const rows = await db
    .selectFrom('subscription_changes as c')
    .innerJoin('plans as f', (join) =>
      join.onRef('f.tenant_id', '=', 'c.tenant_id').onRef('f.id', '=', 'c.from_plan_id')
    )
    .innerJoin('plans as t', (join) =>
      join.onRef('t.tenant_id', '=', 'c.tenant_id').onRef('t.id', '=', 'c.to_plan_id')
    )
    .selectAll('c')
    .select(['f.name as from_plan_name', 't.name as to_plan_name'])
    .where('c.subscription_id', '=', subscriptionId)
    .orderBy('c.id', 'desc')
    .limit(listedMax)
    .execute()
  return rows.map((row) => ({
    ...toChange(row),
    fromPlanName: row.from_plan_name,
    toPlanName: row.to_plan_name,
  }))
}
