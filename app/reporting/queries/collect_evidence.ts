import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { EvidenceFacts } from '#app/reporting/domain/evidence_texts'

const listedMax = 60
const invoicesMax = 5

/** All that our records know which speaks for a payment: who paid for what, from where, what was run, used and written. */
export function collectEvidence(paymentId: string): Promise<EvidenceFacts | null> {
  return inReadTransaction(async () => {
    const [paid] = (await sql<EvidenceFacts['payment'] & { customer_id: string }>`
      select p.customer_id, p.amount, p.currency, p.succeeded_at, c.name as customer_name, c.email as customer_email, m.brand, m.last4,
             coalesce(host(o.ip), p.consent ->> 'ip', m.consent ->> 'ip') as ip, o.number as order_number, o.terms_accepted_at
        from payments p
        join customers c on c.tenant_id = p.tenant_id and c.id = p.customer_id
        left join payment_methods m on m.tenant_id = p.tenant_id and m.id = p.payment_method_id
        left join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
       where p.id = ${paymentId}`.execute(db)).rows
    if (!paid) return null
    const { customer_id: customerId, ...payment } = paid
    const invoices = (await invoicesOf(paymentId)).rows
    const ids = invoices.map(({ id }) => id)
    return {
      payment,
      invoices,
      lines: (await linesOf(ids)).rows,
      services: (await servicesOf(ids)).rows,
      signIns: (await signInsOf(customerId)).rows,
      operations: (await operationsOf(ids)).rows,
      mails: (await mailsTo(customerId)).rows,
    }
  })
} // prettier-ignore

function invoicesOf(paymentId: string) {
  return sql<EvidenceFacts['invoices'][number]>`
    select i.id, i.reference, i.issued_on from invoices i
     where i.id in (
       select invoice_id from payments where tenant_id = platform.current_tenant() and id = ${paymentId} and invoice_id is not null
       union select invoice_id from payment_parts where tenant_id = platform.current_tenant() and payment_id = ${paymentId})
     order by i.issued_on limit ${invoicesMax}`.execute(db)
}

function linesOf(invoiceIds: readonly string[]) {
  return sql<EvidenceFacts['lines'][number]>`
    select l.description, l.period_starts_on, l.period_ends_on from invoice_lines l
     where l.invoice_id = any(${invoiceIds}::uuid[]) order by l.invoice_id, l.position limit ${listedMax}`.execute(
    db
  )
}

function servicesOf(invoiceIds: readonly string[]) {
  return sql<EvidenceFacts['services'][number]>`
    select distinct s.id, s.hostname, s.status, s.activated_at, s.terminated_at from services s
      join invoice_lines l on l.tenant_id = s.tenant_id and l.subscription_id = s.subscription_id
     where l.invoice_id = any(${invoiceIds}::uuid[]) order by s.activated_at limit ${listedMax}`.execute(db)
}

function signInsOf(customerId: string) {
  return sql<EvidenceFacts['signIns'][number]>`
    select host(s.ip) as ip, s.at from sign_ins s
      join memberships m on m.tenant_id = s.tenant_id and m.user_id = s.user_id
     where m.customer_id = ${customerId} and s.outcome = 'success' order by s.id desc limit ${listedMax}`.execute(
    db
  )
}

function operationsOf(invoiceIds: readonly string[]) {
  return sql<EvidenceFacts['operations'][number]>`
    select o.kind, o.requested_by_kind, o.created_at, s.hostname from operations o
      join services s on s.tenant_id = o.tenant_id and s.id = o.service_id
     where s.subscription_id in (
             select l.subscription_id from invoice_lines l
              where l.tenant_id = platform.current_tenant() and l.invoice_id = any(${invoiceIds}::uuid[]))
     order by o.id desc limit ${listedMax}`.execute(db)
}

function mailsTo(customerId: string) {
  return sql<EvidenceFacts['mails'][number]>`
    select m.subject_line, m.recipient, m.sent_at from messages m
     where m.customer_id = ${customerId} and m.sent_at is not null order by m.id desc limit ${listedMax}`.execute(
    db
  )
}
