import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'

/** Sent offers whose last day is over. */
export async function listExpired(today: CalendarDate, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('offers')
    .select('id')
    .where('status', '=', 'sent')
    .where('valid_until', '<', today)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Sent offers that nobody was reminded of, and whose last day is near. */
export async function listNearlyExpired(
  days: { from: CalendarDate; until: CalendarDate },
  limit: number
): Promise<string[]> {
  const rows = await db
    .selectFrom('offers')
    .select('id')
    .where('status', '=', 'sent')
    .where('reminded_at', 'is', null)
    .where('valid_until', '>=', days.from)
    .where('valid_until', '<=', days.until)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
