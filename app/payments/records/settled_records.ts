import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { SettledRecord } from '#app/payments/domain/settlement'

interface Row {
  kind: SettledRecord['kind']
  id: string
  reference: string
  amount: bigint
  currency: string
  is_booked: boolean
  booked_on: string | null
}

/** Everything of ours that a gateway calls by one of these references. */
export async function findSettledRecords(gatewayId: string, references: string[]): Promise<SettledRecord[]> {
  if (references.length === 0) return []
  const { rows } = await sql<Row>`
    select 'payment' as kind, p.id, p.gateway_reference as reference, p.captured_amount as amount, p.currency,
           p.status = 'succeeded' as is_booked, e.booked_on
      from payments p
      left join journal_entries e on e.tenant_id = p.tenant_id and e.kind = 'payment_received' and e.cause_id = p.id
     where p.gateway_id = ${gatewayId} and p.gateway_reference = any(${references})
    union all
    select 'refund', r.id, r.gateway_reference, r.amount, r.currency, r.succeeded_at is not null, e.booked_on
      from refunds r
      left join journal_entries e on e.tenant_id = r.tenant_id and e.kind = 'refund_sent' and e.cause_id = r.id
     where r.gateway_id = ${gatewayId} and r.gateway_reference = any(${references})
    union all
    select 'dispute', d.id, d.gateway_reference, d.amount, d.currency, e.cause_id is not null, e.booked_on
      from disputes d
      left join journal_entries e on e.tenant_id = d.tenant_id and e.kind = 'dispute_withheld' and e.cause_id = d.id
     where d.gateway_id = ${gatewayId} and d.gateway_reference = any(${references})
    union all
    select 'dispute', d.id, d.reversal_reference, d.amount, d.currency, e.cause_id is not null, e.booked_on
      from disputes d
      left join journal_entries e on e.tenant_id = d.tenant_id and e.kind = 'dispute_withheld' and e.cause_id = d.id
     where d.gateway_id = ${gatewayId} and d.reversal_reference = any(${references}) and d.reversal_reference <> d.gateway_reference
    union all
    select 'payout', o.id, o.reference, o.amount, o.currency, true, null
      from gateway_payouts o where o.gateway_id = ${gatewayId} and o.reference = any(${references})`.execute(
    db
  )
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    reference: row.reference,
    money: { amount: row.amount, currency: row.currency },
    isBooked: row.is_booked,
    bookedOn: row.booked_on,
  }))
}
