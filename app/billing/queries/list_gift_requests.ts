import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { GiftRequest } from '#app/billing/domain/gift_request'
import { toGiftRequest } from '#app/billing/records/gift_requests'

export interface ListedGift extends GiftRequest {
  customerName: string
  invoiceReference: string | null
  requestedByName: string | null
  decidedByName: string | null
}

/** Gifts that wait for a second person, or were decided, newest first. */
export function listGiftRequests(question: {
  id?: string
  status?: GiftRequest['status']
  before?: string | null
  size: number
}): Promise<Page<ListedGift>> {
  const { id, status, before, size } = question
  return inReadTransaction(async () => {
    const found = await db
      .selectFrom('gift_requests as gift')
      .innerJoin('customers as customer', (join) =>
        join.onRef('customer.id', '=', 'gift.customer_id').onRef('customer.tenant_id', '=', 'gift.tenant_id')
      )
      .leftJoin('invoices as invoice', (join) =>
        join.onRef('invoice.id', '=', 'gift.invoice_id').onRef('invoice.tenant_id', '=', 'gift.tenant_id')
      )
      .leftJoin('users as asker', (join) =>
        join.onRef('asker.id', '=', 'gift.requested_by').onRef('asker.tenant_id', '=', 'gift.tenant_id')
      )
      .leftJoin('users as decider', (join) =>
        join.onRef('decider.id', '=', 'gift.decided_by').onRef('decider.tenant_id', '=', 'gift.tenant_id')
      )
      .selectAll('gift')
      .select([
        'customer.name as customerName',
        'invoice.reference as invoiceReference',
        'asker.name as requestedByName',
        'decider.name as decidedByName',
      ])
      .$if(id !== undefined, (query) => query.where('gift.id', '=', id!))
      .$if(status !== undefined, (query) => query.where('gift.status', '=', status!))
      .$if(Boolean(before), (query) => query.where('gift.id', '<', before!))
      .orderBy('gift.id', 'desc')
      .limit(size + 1)
      .execute()
    const listed = found.map((row) => ({
      ...toGiftRequest(row),
      customerName: row.customerName,
      invoiceReference: row.invoiceReference,
      requestedByName: row.requestedByName,
      decidedByName: row.decidedByName,
    }))
    return toPage(listed, size)
  })
}
