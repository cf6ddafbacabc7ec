import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** What mails tell about refunds and disputes; see `find_mail_subjects.ts`. */

export interface RefundForMail {
  id: string
  customer_id: string
  customer_name: string
  way: string
  amount: bigint
  currency: string
  reason: string
  invoice_id: string | null
  /** The number of the invoice of which something was taken back. */
  reference: string | null
  /** What it was paid with. */
  brand: string | null
  last4: string | null
  label: string | null
  sent_reference: string | null
  requested_by_name: string | null
}

export async function findRefundForMail(id: string): Promise<RefundForMail | undefined> {
  const { rows } = await sql<RefundForMail>`
    select r.id, r.customer_id, c.name as customer_name, r.way, r.amount, r.currency, r.reason, r.invoice_id, i.reference,
           m.brand, m.last4, m.label, r.sent_reference, u.name as requested_by_name
      from refunds r
      join customers c on c.tenant_id = r.tenant_id and c.id = r.customer_id
      left join invoices i on i.tenant_id = r.tenant_id and i.id = r.invoice_id
      left join payments p on p.tenant_id = r.tenant_id and p.id = r.payment_id
      left join payment_methods m on m.tenant_id = p.tenant_id and m.id = p.payment_method_id
      left join users u on u.tenant_id = r.tenant_id and u.id = r.requested_by
     where r.id = ${id}`.execute(db)
  return rows[0]
}

export interface GiftForMail {
  customer_id: string
  customer_name: string
  /** Of what is taken back or given up. */
  reference: string | null
  requested_by_name: string | null
}

export async function findGiftForMail(id: string): Promise<GiftForMail | undefined> {
  const { rows } = await sql<GiftForMail>`
    select g.customer_id, c.name as customer_name, i.reference, u.name as requested_by_name
      from gift_requests g
      join customers c on c.tenant_id = g.tenant_id and c.id = g.customer_id
      left join invoices i on i.tenant_id = g.tenant_id and i.id = g.invoice_id
      left join users u on u.tenant_id = g.tenant_id and u.id = g.requested_by
     where g.id = ${id}`.execute(db)
  return rows[0]
}

/** Where a customer says where a refund is to go; null once that is said, or of no use any more. */
export function findClaimLink(refundId: string): Promise<string | null> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{ claim_url: string | null }>`
      select claim_url from refunds where id = ${refundId} and status = 'action_required'`.execute(db)
    return rows[0]?.claim_url ?? null
  })
}

export interface DisputeForMail {
  customer_id: string
  customer_name: string
  amount: bigint
  currency: string
  reason: string
  respond_by: Date | null
  gateway_name: string
  /** Whether its money was ever taken back. */
  was_withheld: boolean
  /** The numbers of the invoices that its payment was for. */
  references: string[]
}

export async function findDisputeForMail(id: string): Promise<DisputeForMail | undefined> {
  const { rows } = await sql<DisputeForMail>`
    select d.customer_id, c.name as customer_name, d.amount, d.currency, d.reason, d.respond_by, g.name as gateway_name,
           exists (select from journal_entries e where e.tenant_id = d.tenant_id and e.kind = 'dispute_withheld' and e.cause_id = d.id) as was_withheld,
           array(select i.reference from invoices i where i.tenant_id = p.tenant_id and i.id = p.invoice_id
                 union all
                 select i.reference from payment_parts t join invoices i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
                  where t.tenant_id = p.tenant_id and t.payment_id = p.id) as "references"
      from disputes d
      join customers c on c.tenant_id = d.tenant_id and c.id = d.customer_id
      join gateways g on g.tenant_id = d.tenant_id and g.id = d.gateway_id
      join payments p on p.tenant_id = d.tenant_id and p.id = d.payment_id
     where d.id = ${id}`.execute(db)
  return rows[0]
}
