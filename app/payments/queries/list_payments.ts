import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSizeDefault, type Page, toPage } from '#app/shared/http/keyset'
import type { Payment, PaymentStatus } from '#app/payments/domain/payment'
import { toPayment } from '#app/payments/records/payments'

/** A payment with what a list shows beside it. */
export interface ListedPayment extends Payment {
  method: { brand: string | null; last4: string | null } | null
  invoiceReference: string | null
  customerName: string
}

export interface ListPaymentsQuestion {
  /** Null lists those of all customers: for staff. */
  customerId: string | null
  status?: PaymentStatus | null
  invoiceId?: string | null
  orderId?: string | null
  /** Only those about which staff are to decide. */
  isWarned?: boolean
  before?: string | null
  size?: number
}

/** Payments from new to old. */
export function listPayments({
  customerId,
  status = null,
  invoiceId = null,
  orderId = null,
  isWarned = false,
  before = null,
  size = pageSizeDefault,
}: ListPaymentsQuestion): Promise<Page<ListedPayment>> {
  return inReadTransaction(async () => {
    const rows = await paymentsWithNeighbours()
      .$if(customerId !== null, (query) => query.where('p.customer_id', '=', customerId!))
      .$if(status !== null, (query) => query.where('p.status', '=', status!))
      .$if(invoiceId !== null, (query) => query.where(isFor(invoiceId!)))
      .$if(orderId !== null, (query) => query.where('p.order_id', '=', orderId!))
      .$if(isWarned, (query) => query.where(isToDecide))
      .$if(before !== null, (query) => query.where('p.id', '<', before!))
      .orderBy('p.id', 'desc')
      .limit(size + 1)
      .execute()
    return toPage(rows.map(toListed), size)
  })
}

const isToDecide = sql<boolean>`p.id in (select payment_id from payment_warnings where tenant_id = platform.current_tenant() and status = 'open')` // prettier-ignore

/** For an invoice alone, or for several of which it is one. */
function isFor(invoiceId: string) {
  return sql<boolean>`p.id in (
    select id from payments where tenant_id = platform.current_tenant() and invoice_id = ${invoiceId}
    union select payment_id from payment_parts where tenant_id = platform.current_tenant() and invoice_id = ${invoiceId})`
}

export function paymentsWithNeighbours() {
  return db
    .selectFrom('payments as p')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.tenant_id', '=', 'p.tenant_id').onRef('c.id', '=', 'p.customer_id')
    )
    .leftJoin('payment_methods as m', (join) =>
      join.onRef('m.tenant_id', '=', 'p.tenant_id').onRef('m.id', '=', 'p.payment_method_id')
    )
    .leftJoin('invoices as i', (join) =>
      join.onRef('i.tenant_id', '=', 'p.tenant_id').onRef('i.id', '=', 'p.invoice_id')
    )
    .selectAll('p')
    .select(['m.brand', 'm.last4', 'i.reference as invoice_reference', 'c.name as customer_name'])
    .where('p.tenant_id', '=', sql<string>`platform.current_tenant()`)
}

type Row = Awaited<ReturnType<ReturnType<typeof paymentsWithNeighbours>['execute']>>[number]

export function toListed(row: Row): ListedPayment {
  return {
    ...toPayment(row),
    method: row.last4 || row.brand ? { brand: row.brand, last4: row.last4 } : null,
    invoiceReference: row.invoice_reference,
    customerName: row.customer_name,
  }
}
