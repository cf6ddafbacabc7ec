import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import { newId } from '#app/shared/ids'
import type { DatedPiece, EvidenceKind, EvidencePiece } from '#app/billing/domain/taxation/evidence'

export interface StoredEvidence extends EvidencePiece {
  orderId: string | null
  paymentId?: string | null
  source: string
  recordedAt: Date
}

/** What is told about one customer's place comes one after the other. */
export function lockEvidence(customerId: string): void {
  takeTurn(`tax_evidence:${customerId}`)
}

/**
 * Keeps pieces for good; one of a kind for each order and each payment.
 * @returns how many were new
 */
export async function insertEvidence(customerId: string, pieces: StoredEvidence[]): Promise<number> {
  if (pieces.length === 0) return 0
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('tax_evidence')
    .values(
      pieces.map(({ orderId, paymentId = null, kind, country, source, recordedAt }) => ({
        id: newId(),
        customer_id: customerId,
        order_id: orderId,
        payment_id: paymentId,
        kind,
        country,
        source,
        recorded_at: recordedAt,
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows ?? 0n)
}

/** The newest piece of each kind that was known at an instant, of some customers. */
export async function listNewestEvidence(
  customerIds: readonly string[],
  at: Date
): Promise<Map<string, DatedPiece[]>> {
  const found = new Map<string, DatedPiece[]>(customerIds.map((id) => [id, []]))
  if (customerIds.length === 0) return found
  const rows = await db
    .selectFrom('tax_evidence')
    .distinctOn(['customer_id', 'kind'])
    .select(['customer_id', 'kind', 'country', 'recorded_at'])
    .where('customer_id', 'in', customerIds)
    .where('recorded_at', '<=', at)
    .orderBy('customer_id')
    .orderBy('kind')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  for (const { customer_id: id, kind, country, recorded_at: recordedAt } of rows)
    found.get(id)!.push({ kind: kind as EvidenceKind, country, recordedAt })
  return found
}

/** The latest pieces, newest first. */
export async function listEvidence(customerId: string, limit: number): Promise<StoredEvidence[]> {
  const rows = await db
    .selectFrom('tax_evidence')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    orderId: row.order_id,
    kind: row.kind as EvidenceKind,
    country: row.country,
    source: row.source,
    recordedAt: row.recorded_at,
  }))
}
