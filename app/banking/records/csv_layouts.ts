import { hash } from 'node:crypto'
import { db } from '#app/shared/database/db'
import { type CsvColumns, headKey } from '#app/banking/domain/csv_layout'

function hashOf(key: string): Buffer {
  return hash('sha256', key, 'buffer')
}

/** What staff said about tables, by their head lines. A tenant has a few banks. */
export async function loadLayouts(): Promise<(head: readonly string[]) => CsvColumns | null> {
  const rows = await db.selectFrom('bank_csv_layouts').select(['head_hash', 'columns']).execute()
  const known = new Map(rows.map((row) => [row.head_hash.toString('hex'), row.columns as unknown as CsvColumns]))
  return (head) => known.get(hashOf(headKey(head)).toString('hex')) ?? null
} // prettier-ignore

export async function saveLayout(head: readonly string[], layout: CsvColumns, savedAt: Date): Promise<void> {
  const values = { head: JSON.stringify(head), columns: JSON.stringify(layout), saved_at: savedAt }
  await db
    .insertInto('bank_csv_layouts')
    .values({ head_hash: hashOf(headKey(head)), ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'head_hash']).doUpdateSet(values))
    .execute()
}
