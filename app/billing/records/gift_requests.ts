import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { GiftRequests } from '#app/shared/database/schema'
import type { Gift, GiftRequest } from '#app/billing/domain/gift_request'
import { readWrittenWish, writeWish } from '#app/billing/domain/written_wish'

/** @returns false when this request was made before */
export async function insertGiftRequest(request: GiftRequest): Promise<boolean> {
  const { gift, money } = request
  const row = await db
    .insertInto('gift_requests')
    .values({
      id: request.id,
      kind: gift.kind,
      customer_id: request.customerId,
      invoice_id: gift.kind === 'balance' ? null : gift.invoiceId,
      wish: gift.kind === 'credit_note' ? JSON.stringify(writeWish(gift.wish)) : null,
      amount: money.amount,
      currency: money.currency,
      reason: request.reason,
      status: request.status,
      requested_by: request.requestedBy,
      requested_at: request.requestedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function lockGiftRequest(id: string): Promise<GiftRequest | null> {
  const row = await db
    .selectFrom('gift_requests')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toGiftRequest(row) : null
}

export async function closeGiftRequest(
  id: string,
  { status, decidedBy, decidedAt }: { status: 'given' | 'refused'; decidedBy: string | null; decidedAt: Date }
): Promise<void> {
  await db
    .updateTable('gift_requests')
    .set({ status, decided_by: decidedBy, decided_at: decidedAt })
    .where('id', '=', id)
    .execute()
}

export function toGiftRequest(row: Selectable<GiftRequests>): GiftRequest {
  return {
    id: row.id,
    gift: toGift(row),
    customerId: row.customer_id,
    money: { amount: row.amount, currency: row.currency },
    reason: row.reason,
    status: row.status as GiftRequest['status'],
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }
}

/** The database holds an invoice for every kind but money onto a balance, and a wish for every credit note. */
function toGift(row: Selectable<GiftRequests>): Gift {
  const kind = row.kind as Gift['kind']
  switch (kind) {
    case 'balance':
      return { kind, customerId: row.customer_id, amount: row.amount }
    case 'credit_note':
      return {
        kind,
        invoiceId: row.invoice_id!,
        wish: readWrittenWish(row.wish as Record<string, unknown>),
      }
    case 'write_off':
    case 'void':
      return { kind, invoiceId: row.invoice_id! }
  }
}
