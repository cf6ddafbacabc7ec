import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { addDuration } from '#app/shared/time/calendar'
import type { Dispute } from '#app/payments/domain/dispute'
import { toDispute } from '#app/payments/records/disputes'

const lookedAheadDays = 3
const batch = 200

export interface UnansweredDispute {
  dispute: Dispute
  /** Of the payment that is disputed. */
  invoiceId: string | null
  /** How many days before this deadline staff were told last; null when they were not. */
  noticedDays: number | null
}

/** Disputes that wait for an answer which counts for three days more at most. */
export async function lockUnansweredDisputes(now: Date): Promise<UnansweredDispute[]> {
  const rows = await db
    .selectFrom('disputes')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('payments as p')
        .select('p.invoice_id')
        .whereRef('p.tenant_id', '=', 'disputes.tenant_id')
        .whereRef('p.id', '=', 'disputes.payment_id')
        .as('invoice_id')
    )
    .where('status', 'in', ['inquiry', 'needs_response'])
    .where('is_answered', '=', false)
    .where('pending_call', 'is', null)
    .where('respond_by', '>', now)
    .where('respond_by', '<=', addDuration(now, { days: lookedAheadDays }))
    .where(sql<boolean>`(deadline_noticed_for is distinct from respond_by or deadline_noticed_days > 1)`)
    .orderBy('respond_by')
    .limit(batch)
    .forNoKeyUpdate()
    .execute()
  return rows.map((row) => ({
    dispute: toDispute(row),
    invoiceId: row.invoice_id,
    noticedDays:
      row.deadline_noticed_for?.getTime() === row.respond_by?.getTime() ? row.deadline_noticed_days : null,
  }))
}

export async function noteDeadlineNotice(
  notices: readonly { id: string; daysBefore: number }[]
): Promise<void> {
  if (notices.length === 0) return
  await sql`
    update disputes d set deadline_noticed_days = n.days, deadline_noticed_for = d.respond_by
      from unnest(${notices.map(({ id }) => id)}::uuid[], ${notices.map(({ daysBefore }) => daysBefore)}::smallint[]) as n(id, days)
     where d.tenant_id = platform.current_tenant() and d.id = n.id`.execute(db)
}
