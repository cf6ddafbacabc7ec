import { sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { BalanceSettings as Row } from '#app/shared/database/schema'
import type { CalendarDate } from '#app/shared/time/calendar'
import { type BalanceSettings, usualBalanceSettings } from '#app/billing/domain/balance_settings'

function toSettings(row: Selectable<Row>): BalanceSettings {
  const { top_up_below: below, top_up_amount: amount, top_up_day_max: dayMax } = row
  const isOn = below !== null && amount !== null && dayMax !== null
  return {
    paysInvoices: row.pays_invoices,
    topUp: isOn ? { below, amount, dayMax, paymentMethodId: row.payment_method_id } : null,
    pausedAt: row.paused_at,
  }
}

export async function readBalanceSettings(customerId: string): Promise<BalanceSettings> {
  const row = await db
    .selectFrom('balance_settings')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row ? toSettings(row) : usualBalanceSettings
}

/** The same, locked: two who look at once wait for each other. Null for a customer who never said anything. */
export async function lockBalanceSettings(customerId: string): Promise<BalanceSettings | null> {
  const row = await db
    .selectFrom('balance_settings')
    .selectAll()
    .where('customer_id', '=', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toSettings(row) : null
}

export async function saveBalanceSettings(
  customerId: string,
  settings: BalanceSettings,
  { currency, at }: { currency: string; at: Date }
): Promise<void> {
  const { paysInvoices, topUp, pausedAt } = settings
  const values = {
    pays_invoices: paysInvoices,
    currency,
    top_up_below: topUp?.below ?? null,
    top_up_amount: topUp?.amount ?? null,
    top_up_day_max: topUp?.dayMax ?? null,
    payment_method_id: topUp?.paymentMethodId ?? null,
    paused_at: pausedAt,
    updated_at: at,
  }
  await db
    .insertInto('balance_settings')
    .values({ customer_id: customerId, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'customer_id']).doUpdateSet(values))
    .execute()
}

/** @returns false when it was paused already, or nothing is added by itself */
export async function pauseTopUps(customerId: string, pausedAt: Date): Promise<boolean> {
  const row = await db
    .updateTable('balance_settings')
    .set({ paused_at: pausedAt })
    .where('customer_id', '=', customerId)
    .where('top_up_below', 'is not', null)
    .where('paused_at', 'is', null)
    .returning('customer_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Customers whose balance is below what they want, and for whom no top-up is under way; one that waits for its customer's bank may make way. */
export async function listBalancesToTopUp(limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.customer_id as id from balance_settings s
      left join ledger_accounts a on a.tenant_id = s.tenant_id and a.code = 'customer_balance:' || s.customer_id and a.currency = s.currency
     where s.top_up_below is not null and s.paused_at is null and -coalesce(a.balance, 0) < s.top_up_below
       and not exists (select from payments p where p.tenant_id = s.tenant_id and p.customer_id = s.customer_id and p.is_top_up
                          and p.status in ('created', 'action_required', 'processing', 'authorised', 'unknown')
                          and not (p.is_off_session and p.status in ('created', 'action_required') and p.pending_call is null))
     order by s.customer_id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Counts a top-up towards its day. @returns false when the ceiling of the day would be exceeded */
export async function countTopUp(
  customerId: string,
  { on, amount, dayMax }: { on: CalendarDate; amount: bigint; dayMax: bigint }
): Promise<boolean> {
  if (amount > dayMax) return false
  const { rows } = await sql`
    insert into automatic_top_up_days as d (customer_id, on_day, total, day_max) values (${customerId}, ${on}::date, ${amount}, ${dayMax})
    on conflict (tenant_id, customer_id, on_day) do update set total = d.total + ${amount}, day_max = greatest(${dayMax}, d.total + ${amount})
     where d.total + ${amount} <= ${dayMax}
    returning total`.execute(db)
  return rows.length > 0
}

/** A charge that took nothing does not count. */
export async function uncountTopUp(
  customerId: string,
  { on, amount }: { on: CalendarDate; amount: bigint }
): Promise<void> {
  await sql`
    update automatic_top_up_days set total = greatest(total - ${amount}, 0)
     where customer_id = ${customerId} and on_day = ${on}::date`.execute(db)
}
