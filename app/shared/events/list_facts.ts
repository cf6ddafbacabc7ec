import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { toldData } from '#app/shared/events/told_data'
import { showId } from '#app/shared/ids'

export interface FactQuestion {
  /** Whose facts; a person who asks sees those of their own customer only. */
  customerId: string
  /** Only these kinds: what a customer is told of, in words that they have. */
  kinds: readonly string[]
  /** Only facts about these things, or that name one of them in their data. */
  about?: { serviceId: string; subscriptionId: string }
  size: number
}

interface FactRow {
  id: string
  type: string
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  data: Record<string, unknown>
  occurred_at: Date
}

export interface ShownFact {
  id: string
  name: string
  /** Who did it, when it was a person: one of the customer's own team by name, or staff. */
  actor: { kind: 'customer' | 'staff'; name: string | null } | null
  data: Record<string, unknown>
  at: string
}

/** What happened, newest first, as a customer may read it. */
export async function listFacts({ customerId, kinds, about, size }: FactQuestion): Promise<ShownFact[]> {
  const subject = about
    ? sql`and (e.subject_id in (${about.serviceId}, ${about.subscriptionId})
        or e.data->>'serviceId' = ${about.serviceId} or e.data->>'subscriptionId' = ${about.subscriptionId})`
    : sql``
  const { rows } = await sql<FactRow>`
    select e.id, e.type, e.actor_kind, e.actor_id, u.name as actor_name, e.data, e.occurred_at
      from events e
      left join users u on e.actor_kind = 'customer' and u.id = e.actor_id
     where e.customer_id = ${customerId} and e.type = any(${kinds as string[]}) ${subject}
     order by e.id desc limit ${size}`.execute(db)
  return rows.map(showFact)
}

function showFact(row: FactRow): ShownFact {
  const isPerson = row.actor_kind === 'customer' || row.actor_kind === 'staff'
  return {
    id: showId('event', row.id),
    name: row.type,
    actor: isPerson ? { kind: row.actor_kind as 'customer' | 'staff', name: row.actor_name } : null,
    data: toldData(row.actor_kind, row.data),
    at: row.occurred_at.toISOString(),
  }
}
