import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { giftKinds } from '#app/billing/domain/gift_request'
import type { ListedGift } from '#app/billing/queries/list_gift_requests'

/** A gift that waits for a second person, or what became of it. */
export function showGiftRequest(request: ListedGift) {
  const { gift } = request
  return {
    id: showId('giftRequest', request.id),
    kind: gift.kind,
    status: request.status,
    customer_id: showId('customer', request.customerId),
    customer_name: request.customerName,
    invoice_id: gift.kind === 'balance' ? null : showId('invoice', gift.invoiceId),
    invoice_reference: request.invoiceReference,
    money: toWire(request.money),
    reason: request.reason,
    requested_by: showId('user', request.requestedBy),
    requested_by_name: request.requestedByName,
    requested_at: request.requestedAt.toISOString(),
    decided_by: request.decidedBy && showId('user', request.decidedBy),
    decided_by_name: request.decidedByName,
    decided_at: request.decidedAt?.toISOString() ?? null,
  }
}

const text = () => vine.string().nullable()

export const giftRequestShape = vine.create({
  id: vine.string(),
  kind: vine.enum(giftKinds),
  status: vine.enum(['waiting', 'given', 'refused'] as const),
  customer_id: vine.string(),
  customer_name: vine.string(),
  invoice_id: text(),
  invoice_reference: text(),
  money: vine.object({ amount: vine.string(), currency: vine.string() }),
  reason: vine.string(),
  requested_by: vine.string(),
  requested_by_name: text(),
  requested_at: vine.string(),
  decided_by: text(),
  decided_by_name: text(),
  decided_at: text(),
})
