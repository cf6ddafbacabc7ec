import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSizeDefault, type Page, toPage } from '#app/shared/http/keyset'
import type { Dispute, DisputeStatus } from '#app/payments/domain/dispute'
import { listDisputeFileNames, type ListedDisputeFile } from '#app/payments/records/dispute_files'
import { toDispute } from '#app/payments/records/disputes'

/** A dispute with what a list shows beside it. */
export interface ListedDispute extends Dispute {
  customerName: string
  gatewayName: string
  invoiceId: string | null
  invoiceReference: string | null
  handedInByName: string | null
}

export interface ListDisputesQuestion {
  id?: string | null
  status?: DisputeStatus | null
  /** Only those that wait for an answer, the first deadline first; all from new to old otherwise. */
  isWaiting?: boolean
  customerId?: string | null
  paymentId?: string | null
  before?: string | null
  size?: number
}

const waitingMax = 100

/** Disputes: those that wait for an answer by deadline, or all from new to old. */
export function listDisputes(question: ListDisputesQuestion): Promise<Page<ListedDispute>> {
  const { id, status, isWaiting = false, customerId, paymentId, before } = question
  const size = isWaiting ? waitingMax : (question.size ?? pageSizeDefault)
  return inReadTransaction(async () => {
    const rows = await disputesWithNeighbours()
      .$if(Boolean(id), (query) => query.where('d.id', '=', id!))
      .$if(Boolean(status), (query) => query.where('d.status', '=', status!))
      .$if(isWaiting, (query) =>
        query.where('d.status', 'in', ['inquiry', 'needs_response']).where('d.is_answered', '=', false)
      )
      .$if(Boolean(customerId), (query) => query.where('d.customer_id', '=', customerId!))
      .$if(Boolean(paymentId), (query) => query.where('d.payment_id', '=', paymentId!))
      .$if(Boolean(before) && !isWaiting, (query) => query.where('d.id', '<', before!))
      .$if(isWaiting, (query) => query.orderBy('d.respond_by', (order) => order.asc().nullsLast()))
      .orderBy('d.id', 'desc')
      .limit(size + 1)
      .execute()
    const page = toPage(rows.map(toListed), size)
    return isWaiting ? { ...page, nextCursor: null } : page
  })
}

/** One dispute with the names of its files. */
export function findDisputeFile(id: string): Promise<{ dispute: ListedDispute; files: ListedDisputeFile[] } | null> {
  return inReadTransaction(async () => {
    const [dispute] = (await listDisputes({ id, size: 1 })).rows
    return dispute ? { dispute, files: await listDisputeFileNames(id) } : null
  })
} // prettier-ignore

function disputesWithNeighbours() {
  return db
    .selectFrom('disputes as d')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.tenant_id', '=', 'd.tenant_id').onRef('c.id', '=', 'd.customer_id')
    )
    .innerJoin('gateways as g', (join) =>
      join.onRef('g.tenant_id', '=', 'd.tenant_id').onRef('g.id', '=', 'd.gateway_id')
    )
    .innerJoin('payments as p', (join) =>
      join.onRef('p.tenant_id', '=', 'd.tenant_id').onRef('p.id', '=', 'd.payment_id')
    )
    .leftJoin('invoices as i', (join) =>
      join.onRef('i.tenant_id', '=', 'p.tenant_id').onRef('i.id', '=', 'p.invoice_id')
    )
    .leftJoin('users as u', (join) =>
      join.onRef('u.tenant_id', '=', 'd.tenant_id').onRef('u.id', '=', 'd.handed_in_by')
    )
    .selectAll('d')
    .select([
      'c.name as customer_name',
      'g.name as gateway_name',
      'p.invoice_id',
      'i.reference as invoice_reference',
      'u.name as handed_in_by_name',
    ])
    .where('d.tenant_id', '=', sql<string>`platform.current_tenant()`)
}

type Row = Awaited<ReturnType<ReturnType<typeof disputesWithNeighbours>['execute']>>[number]

function toListed(row: Row): ListedDispute {
  return {
    ...toDispute(row),
    customerName: row.customer_name,
    gatewayName: row.gateway_name,
    invoiceId: row.invoice_id,
    invoiceReference: row.invoice_reference,
    handedInByName: row.handed_in_by_name,
  }
}
