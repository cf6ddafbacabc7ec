import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'

export interface EndingExemption {
  id: string
  customerId: string
  country: string
  region: string | null
  certificate: string
  validUntil: CalendarDate
  /** Notices of this end that were given. */
  given: number[]
}

/** Certificates that end around a day, but not those that another one of the same place follows without a gap. */
export async function listEndingExemptions(
  today: CalendarDate,
  { daysAhead, daysBack }: { daysAhead: number; daysBack: number }
): Promise<EndingExemption[]> {
  const { rows } = await sql<{
    id: string
    customer_id: string
    country: string
    region: string | null
    certificate: string
    valid_until: CalendarDate
    given: number[]
  }>`
    select e.id, e.customer_id, e.country, e.region, e.certificate, e.valid_until,
           coalesce((select array_agg(n.days_before) from tax_exemption_notices n
                      where n.tenant_id = e.tenant_id and n.exemption_id = e.id and n.valid_until = e.valid_until), '{}') as given
      from tax_exemptions e
     where e.valid_until between ${addDays(today, -daysBack)} and ${addDays(today, daysAhead)}
       and not exists (
         select from tax_exemptions later
          where later.tenant_id = e.tenant_id and later.customer_id = e.customer_id and later.country = e.country
            and later.region is not distinct from e.region and later.id <> e.id and later.valid_from <= e.valid_until
            and (later.valid_until is null or later.valid_until > e.valid_until))
     order by e.valid_until, e.id
     limit 500`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    customerId: row.customer_id,
    country: row.country,
    region: row.region,
    certificate: row.certificate,
    validUntil: row.valid_until,
    given: row.given,
  }))
}

/** Notes notices as given. @returns the ids of those that had not been given before */
export async function insertExemptionNotices(
  notices: { exemptionId: string; validUntil: CalendarDate; daysBefore: number }[],
  at: Date
): Promise<Set<string>> {
  if (notices.length === 0) return new Set()
  const rows = await db
    .insertInto('tax_exemption_notices')
    .values(
      notices.map(({ exemptionId, validUntil, daysBefore }) => ({
        exemption_id: exemptionId,
        valid_until: validUntil,
        days_before: daysBefore,
        announced_at: at,
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('exemption_id')
    .execute()
  return new Set(rows.map((row) => row.exemption_id))
}
