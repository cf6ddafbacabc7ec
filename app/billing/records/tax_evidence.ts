import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import type { EvidenceKind, EvidencePiece } from '#app/billing/domain/taxation/evidence'

export interface StoredEvidence extends EvidencePiece {
  orderId: string | null
  source: string
  recordedAt: Date
}

/** Keeps pieces for good; one of a kind for each order. */
export async function insertEvidence(customerId: string, pieces: StoredEvidence[]): Promise<void> {
  if (pieces.length === 0) return
  await db
    .insertInto('tax_evidence')
    .values(
      pieces.map(({ orderId, kind, country, source, recordedAt }) => ({
        id: newId(),
        customer_id: customerId,
        order_id: orderId,
        kind,
        country,
        source,
        recorded_at: recordedAt,
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
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
