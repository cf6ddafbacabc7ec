import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSizeDefault, type Page, toPage } from '#app/shared/http/keyset'
import type { Refund, RefundStatus } from '#app/payments/domain/refund'
import { toRefund } from '#app/payments/records/refunds'

/** A refund with what a list shows beside it. */
export interface ListedRefund extends Refund {
  customerName: string
  gatewayName: string | null
  method: { brand: string | null; last4: string | null } | null
  invoiceReference: string | null
  creditNoteReference: string | null
  requestedByName: string | null
  decidedByName: string | null
}

export interface ListRefundsQuestion {
  /** Null lists those of all customers: for staff. */
  customerId: string | null
  /** Staff look at those of one. */
  ofCustomer?: string | null
  id?: string | null
  status?: RefundStatus | null
  paymentId?: string | null
  invoiceId?: string | null
  before?: string | null
  size?: number
}

/** Refunds from new to old. Customers do not see what nobody has agreed to yet. */
export function listRefunds(question: ListRefundsQuestion): Promise<Page<ListedRefund>> {
  const {
    customerId,
    ofCustomer,
    id,
    status,
    paymentId,
    invoiceId,
    before,
    size = pageSizeDefault,
  } = question
  return inReadTransaction(async () => {
    const rows = await refundsWithNeighbours()
      .$if(customerId !== null, (query) =>
        query.where('r.customer_id', '=', customerId!).where('r.status', '<>', 'awaiting_approval')
      )
      .$if(Boolean(ofCustomer), (query) => query.where('r.customer_id', '=', ofCustomer!))
      .$if(Boolean(id), (query) => query.where('r.id', '=', id!))
      .$if(Boolean(status), (query) => query.where('r.status', '=', status!))
      .$if(Boolean(paymentId), (query) => query.where('r.payment_id', '=', paymentId!))
      .$if(Boolean(invoiceId), (query) => query.where('r.invoice_id', '=', invoiceId!))
      .$if(Boolean(before), (query) => query.where('r.id', '<', before!))
      .orderBy('r.id', 'desc')
      .limit(size + 1)
      .execute()
    return toPage(rows.map(toListed), size)
  })
}

/** One refund, when its reader may see it. @param customerId null for staff */
export async function findRefundFor(id: string, customerId: string | null): Promise<ListedRefund | null> {
  const { rows } = await listRefunds({ id, customerId, size: 1 })
  return rows[0] ?? null
}

function refundsWithNeighbours() {
  return db
    .selectFrom('refunds as r')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.tenant_id', '=', 'r.tenant_id').onRef('c.id', '=', 'r.customer_id')
    )
    .leftJoin('gateways as g', (join) =>
      join.onRef('g.tenant_id', '=', 'r.tenant_id').onRef('g.id', '=', 'r.gateway_id')
    )
    .leftJoin('payments as p', (join) =>
      join.onRef('p.tenant_id', '=', 'r.tenant_id').onRef('p.id', '=', 'r.payment_id')
    )
    .leftJoin('payment_methods as m', (join) =>
      join.onRef('m.tenant_id', '=', 'p.tenant_id').onRef('m.id', '=', 'p.payment_method_id')
    )
    .leftJoin('invoices as i', (join) =>
      join.onRef('i.tenant_id', '=', 'r.tenant_id').onRef('i.id', '=', 'r.invoice_id')
    )
    .leftJoin('credit_notes as n', (join) =>
      join.onRef('n.tenant_id', '=', 'r.tenant_id').onRef('n.id', '=', 'r.credit_note_id')
    )
    .leftJoin('users as u', (join) =>
      join.onRef('u.tenant_id', '=', 'r.tenant_id').onRef('u.id', '=', 'r.requested_by')
    )
    .leftJoin('users as d', (join) =>
      join.onRef('d.tenant_id', '=', 'r.tenant_id').onRef('d.id', '=', 'r.decided_by')
    )
    .selectAll('r')
    .select([
      'c.name as customer_name',
      'g.name as gateway_name',
      'm.brand',
      'm.last4',
      'i.reference as invoice_reference',
      'n.reference as credit_note_reference',
      'u.name as requested_by_name',
      'd.name as decided_by_name',
    ])
    .where('r.tenant_id', '=', sql<string>`platform.current_tenant()`)
}

type Row = Awaited<ReturnType<ReturnType<typeof refundsWithNeighbours>['execute']>>[number]

function toListed(row: Row): ListedRefund {
  return {
    ...toRefund(row),
    customerName: row.customer_name,
    gatewayName: row.gateway_name,
    method: row.last4 || row.brand ? { brand: row.brand, last4: row.last4 } : null,
    invoiceReference: row.invoice_reference,
    creditNoteReference: row.credit_note_reference,
    requestedByName: row.requested_by_name,
    decidedByName: row.decided_by_name,
  }
}
