import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'

export interface ServiceActivity {
  id: string
  name: string
  actorKind: string
  actorId: string | null
  data: Record<string, unknown>
  occurredAt: Date
}

/** What happened to a service, newest first? Facts about the service itself, of these kinds or of all; its operations are listed apart. */
export function listServiceActivity(of: {
  serviceId: string
  kinds: readonly string[] | null
  before: string | null
  size: number
}): Promise<Page<ServiceActivity>> {
  return inReadTransaction(async () => {
    let query = db
      .selectFrom('events')
      .select(['id', 'type', 'actor_kind', 'actor_id', 'data', 'occurred_at'])
      .where('subject_id', '=', of.serviceId)
      .where('subject_kind', '=', 'service')
      .orderBy('id', 'desc')
      .limit(of.size + 1)
    if (of.kinds) query = query.where('type', 'in', of.kinds)
    if (of.before) query = query.where('id', '<', of.before)
    const rows = await query.execute()
    return toPage(
      rows.map((row) => ({
        id: row.id,
        name: row.type,
        actorKind: row.actor_kind,
        actorId: row.actor_id,
        data: row.data as Record<string, unknown>,
        occurredAt: row.occurred_at,
      })),
      of.size
    )
  })
}
