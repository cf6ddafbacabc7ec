import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration, dateIn } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'

/** Something in billing that should never stay: what it is, how many there are, and the oldest few to look at. */
export interface BillingAlarm {
  kind: 'not_attempted' | 'balance_differs'
  count: number
  invoices: { id: string; reference: string; customerId: string }[]
}

const listedMax = 20
/** How long after its instant a try may wait for the sweep before somebody should look. */
const patienceHours = 2

/** Is there an invoice that nobody tries to collect, or one that the ledger does not agree with? */
export function listBillingAlarms(clock: Clock): Promise<BillingAlarm[]> {
  return inReadTransaction(async () => {
    const now = clock.now()
    const today = dateIn(currentTenant().timeZone, now)
    const late = addDuration(now, { hours: -patienceHours })
    const notAttempted = sql`
      select i.id, i.reference, i.customer_id as "customerId" from invoices i
       where i.status = 'open' and i.due_on < ${today} and i.handed_over_on is null
         and (i.next_attempt_at <= ${late} or (i.last_attempt_at is null and i.next_attempt_at is null and i.kind = 'renewal'))`
    const balanceDiffers = sql`
      select i.id, i.reference, i.customer_id as "customerId"
        from invoices i
        left join lateral (
          select sum(p.amount) as total
            from postings p join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id
           where p.tenant_id = i.tenant_id and p.invoice_id = i.id and l.code = 'receivable:' || i.customer_id
        ) owed on true
       where i.status = 'open' and i.amount_due is distinct from coalesce(owed.total, 0)`
    const alarms = [
      await count('not_attempted', notAttempted),
      await count('balance_differs', balanceDiffers),
    ]
    return alarms.filter((alarm) => alarm.count > 0)
  })
}

async function count(kind: BillingAlarm['kind'], found: ReturnType<typeof sql>): Promise<BillingAlarm> {
  const { rows } = await sql<BillingAlarm['invoices'][number] & { total: number }>`
    select f.*, count(*) over ()::int as total from (${found}) f order by f.id limit ${listedMax}`.execute(db)
  return {
    kind,
    count: rows[0]?.total ?? 0,
    invoices: rows.map(({ id, reference, customerId }) => ({ id, reference, customerId })),
  }
}
