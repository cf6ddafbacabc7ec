import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { CalendarDate } from '#app/shared/time/calendar'
import { type TrialStatus, trialStatuses } from '#app/subscriptions/domain/trial'

export interface ListedTrial {
  id: string
  customerId: string
  customerName: string
  orderId: string
  subscriptionId: string | null
  serviceId: string | null
  planName: string
  status: TrialStatus
  days: number
  needsMethod: boolean
  startsOn: CalendarDate | null
  endsOn: CalendarDate | null
  endReason: string | null
  currency: string
  firstTotal: bigint
  createdAt: Date
  closedAt: Date | null
}

export interface TrialSearch {
  status?: TrialStatus | undefined
  before?: string | null | undefined
  size: number
}

/** Who tries what, newest first? One row more than asked for tells whether there is another page. */
export function listTrials({ status, before, size }: TrialSearch): Promise<Page<ListedTrial>> {
  return inReadTransaction(async () => {
    const { rows } = await sql<ListedTrial>`
      select t.id, t.customer_id as "customerId", c.name as "customerName", t.order_id as "orderId",
             t.subscription_id as "subscriptionId", v.id as "serviceId", p.name as "planName", t.status, t.days,
             t.needs_method as "needsMethod", t.starts_on as "startsOn", t.ends_on as "endsOn", t.end_reason as "endReason",
             t.currency, t.first_total as "firstTotal", t.created_at as "createdAt", t.closed_at as "closedAt"
        from trials t
        join customers c on c.tenant_id = t.tenant_id and c.id = t.customer_id
        join plans p on p.tenant_id = t.tenant_id and p.id = t.plan_id
        left join services v on v.tenant_id = t.tenant_id and v.subscription_id = t.subscription_id
       where ${status ? sql`t.status = ${status}` : sql`true`} and ${before ? sql`t.id < ${before}` : sql`true`}
       order by t.id desc limit ${size + 1}`.execute(db)
    return toPage(rows, size)
  })
}

export interface TrialReport {
  counts: Record<TrialStatus, number>
  /** Of a hundred trials that came to an end so many were paid for, with one decimal; null before the first. */
  conversionPercent: string | null
}

/** How many trials were begun, and what came of them? */
export function reportTrials(): Promise<TrialReport> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{ status: TrialStatus; count: number }>`
      select status, count(*)::int as count from trials group by 1`.execute(db)
    const found = new Map(rows.map(({ status, count }) => [status, count]))
    const counts = Object.fromEntries(
      trialStatuses.map((status) => [status, found.get(status) ?? 0])
    ) as TrialReport['counts']
    const over = counts.converted + counts.ended
    return { counts, conversionPercent: over === 0 ? null : percentOf(counts.converted, over) }
  })
}

function percentOf(part: number, whole: number): string {
  const tenths = Math.round((part * 1000) / whole)
  return `${Math.floor(tenths / 10)}.${tenths % 10}`
}
