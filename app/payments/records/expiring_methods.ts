import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'

export interface ExpiringMethod {
  id: string
  customerId: string
  brand: string | null
  last4: string | null
  isDefault: boolean
  /** The last day on which it may be charged: the end of its month. */
  endsOn: CalendarDate
  /** 30, 7, or 0 once it has ended. */
  daysBefore: number
}

/**
 * Notes which cards get a notice today and returns them: those within 30 days of their end, or up to 30 past it, each notice once. Only of
 * customers who have something that renews.
 */
export async function noteExpiringMethods(today: CalendarDate): Promise<ExpiringMethod[]> {
  const { rows } = await sql<ExpiringMethod>`
    with ending as (
      select m.tenant_id, m.id,
             (make_date(m.exp_year, m.exp_month, 1) + interval '1 month' - interval '1 day')::date as ends_on
        from payment_methods m
       where m.status = 'active' and m.exp_month between 1 and 12
         and (m.exp_year, m.exp_month) between (extract(year from ${today}::date - 31)::int, extract(month from ${today}::date - 31)::int)
                                           and (extract(year from ${today}::date + 31)::int, extract(month from ${today}::date + 31)::int)
         and exists (select from subscriptions s where s.tenant_id = m.tenant_id and s.customer_id = m.customer_id
                        and s.status in ('trialing', 'active', 'past_due', 'suspended'))),
    due as (
      select e.*, case when ${today}::date > e.ends_on then 0 when ${today}::date >= e.ends_on - 7 then 7 else 30 end::smallint as days_before
        from ending e where ${today}::date between e.ends_on - 30 and e.ends_on + 30)
    update payment_methods m set expiry_noticed_for = d.ends_on, expiry_noticed_days = d.days_before
      from due d
     where m.tenant_id = d.tenant_id and m.id = d.id
       and (m.expiry_noticed_for is distinct from d.ends_on or m.expiry_noticed_days > d.days_before)
    returning m.id, m.customer_id as "customerId", m.brand, m.last4, m.is_default as "isDefault", d.ends_on as "endsOn",
              d.days_before as "daysBefore"`.execute(db)
  return rows
}
