import { type RawBuilder, sql } from 'kysely'
import { rowsAs } from '#app/shared/database/column_arrays'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration, dateIn } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'
import type { DunningRules } from '#app/billing/domain/dunning'
import { loadDunning } from '#app/billing/queries/load_dunning'

export interface AlarmedInvoice {
  id: string
  reference: string
  customerId: string
  /** When it should have been tried, null where no try was ever planned; of one that differs, when it was issued. */
  at: Date | null
}

/** Something in billing that should never stay: what it is, how many there are, and the oldest few to look at. */
export interface BillingAlarm {
  kind: 'not_attempted' | 'balance_differs'
  count: number
  invoices: AlarmedInvoice[]
}

const listedMax = 20
/** How long after its instant a try may wait for the sweep before somebody should look. */
const patienceHours = 2

/** Is there an invoice that nobody tries to collect, or one that the ledger does not agree with? */
export function listBillingAlarms(clock: Clock, limit = listedMax): Promise<BillingAlarm[]> {
  return inReadTransaction(async () => {
    const now = clock.now()
    const today = dateIn(currentTenant().timeZone, now)
    const late = addDuration(now, { hours: -patienceHours })
    const notAttempted = sql`
      select i.id, i.reference, i.customer_id as "customerId", i.next_attempt_at as at from invoices i
       where i.status = 'open' and i.handed_over_on is null
         and (i.next_attempt_at <= ${late}
           or (i.due_on < ${today} and i.last_attempt_at is null and i.next_attempt_at is null and i.kind = 'renewal'
             and ${isCollected(await loadDunning())}))`
    const balanceDiffers = sql`
      select i.id, i.reference, i.customer_id as "customerId", i.issued_at as at
        from invoices i
        left join lateral (
          select sum(p.amount) as total
            from postings p join ledger_accounts l on l.tenant_id = p.tenant_id and l.id = p.account_id
           where p.tenant_id = i.tenant_id and p.invoice_id = i.id and l.code = 'receivable:' || i.customer_id
        ) owed on true
       where i.status = 'open' and i.amount_due is distinct from coalesce(owed.total, 0)`
    const alarms = [
      await count('not_attempted', notAttempted, limit),
      await count('balance_differs', balanceDiffers, limit),
    ]
    return alarms.filter((alarm) => alarm.count > 0)
  })
}

/** Whether invoices of the customer of `i` are tried at all: a tenant, or a group of customers, may have no days for it. */
function isCollected({ standard, byGroup }: DunningRules): RawBuilder<unknown> {
  const standardTries = standard.collectionDays.length > 0
  if (byGroup.size === 0) return sql`${standardTries}::boolean`
  const groups = [...byGroup].map(([groupId, { collectionDays }]) => ({
    groupId,
    tries: collectionDays.length,
  }))
  return sql`coalesce(
    (select r.tries > 0 from customers c join ${rowsAs(groups, { groupId: 'uuid', tries: 'int2' })} on r."groupId" = c.group_id
      where c.tenant_id = i.tenant_id and c.id = i.customer_id), ${standardTries}::boolean)`
}

async function count(
  kind: BillingAlarm['kind'],
  found: RawBuilder<unknown>,
  limit: number
): Promise<BillingAlarm> {
  const { rows } = await sql<AlarmedInvoice & { total: number }>`
    select f.*, count(*) over ()::int as total from (${found}) f order by f.id limit ${limit}`.execute(db)
  return {
    kind,
    count: rows[0]?.total ?? 0,
    invoices: rows.map(({ id, reference, customerId, at }) => ({ id, reference, customerId, at })),
  }
}
