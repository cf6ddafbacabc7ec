import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import { invoicesPerPaymentMax } from '#app/billing/domain/pay_together'
import type { DebtPart } from '#app/payments/index'

/**
 * What is due on an invoice, first, and on those that go with it: too small to be charged alone, of the same customer and currency. Not
 * those of which a customer promised the day, nor those that another payment is for.
 */
export async function listChargedTogether(invoiceId: string, today: CalendarDate): Promise<DebtPart[]> {
  const { rows } = await sql<DebtPart>`
    select i.id as "invoiceId", i.amount_due as amount
      from invoices lead
      join invoices i on i.tenant_id = lead.tenant_id and i.customer_id = lead.customer_id and i.currency = lead.currency
       and i.status = 'open' and i.amount_due > 0
     where lead.id = ${invoiceId} and lead.status = 'open' and (i.id = lead.id or (
       i.collection_failure = 'too_small' and i.handed_over_on is null and (i.promised_until is null or i.promised_until < ${today})
       and not exists (
         select from payments p where p.tenant_id = i.tenant_id and p.id in (
             select id from payments where tenant_id = i.tenant_id and invoice_id = i.id
             union all select payment_id from payment_parts where tenant_id = i.tenant_id and invoice_id = i.id)
           and (p.status in ('created', 'action_required', 'processing', 'authorised', 'unknown') or (p.status = 'succeeded' and p.applied_at is null))
           and not exists (select from payment_parts t where t.tenant_id = p.tenant_id and t.payment_id = p.id and t.invoice_id = lead.id))))
     order by i.id <> lead.id, i.due_on, i.id limit ${invoicesPerPaymentMax}`.execute(db)
  return rows
}

/** Has what waits for the next invoice of a customer tried at once. */
export async function planCarried(
  customerId: string,
  { at, today }: { at: Date; today: CalendarDate }
): Promise<void> {
  await db
    .updateTable('invoices')
    .set({ next_attempt_at: at })
    .where('customer_id', '=', customerId)
    .where('status', '=', 'open')
    .where('collection_failure', '=', 'too_small')
    .where('handed_over_on', 'is', null)
    .where((eb) => eb.or([eb('promised_until', 'is', null), eb('promised_until', '<', today)]))
    .execute()
}
