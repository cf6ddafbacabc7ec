import { sql } from 'kysely'
import { toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { AnnouncedMove } from '#app/subscriptions/domain/announced_price'

/** The moves of some subscriptions to another price that no period was charged at yet. */
export async function listAnnouncedMoves(
  subscriptionIds: readonly string[]
): Promise<Map<string, AnnouncedMove[]>> {
  if (subscriptionIds.length === 0) return new Map()
  const { rows } = await sql<AnnouncedMove & { subscriptionId: string }>`
    select e.subscription_id as "subscriptionId", e.new_amount as "newAmount", e.new_hour_amount as "newHourAmount", m.starts_on as "startsOn", e.told_on as "toldOn",
           case when e.needs_notice then m.notice_days end as "noticeDays"
      from price_move_subscriptions e
      join price_moves m on m.tenant_id = e.tenant_id and m.id = e.move_id
     where e.subscription_id = any(${toArray('uuid', subscriptionIds)}::uuid[]) and e.ended_at is null and e.charged_from is null
     order by e.id`.execute(db)
  return Map.groupBy(rows, (row) => row.subscriptionId)
}
