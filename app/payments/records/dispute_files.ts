import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

export type DisputeFileKind = 'invoice' | 'activity' | 'mails' | 'other'

export interface DisputeFile {
  id: string
  kind: DisputeFileKind
  name: string
  mediaType: string
  content: Uint8Array
  addedBy: string | null
  addedAt: Date
}

export type ListedDisputeFile = Omit<DisputeFile, 'content'> & { bytes: number }

export async function insertDisputeFile(disputeId: string, file: DisputeFile): Promise<void> {
  await db
    .insertInto('dispute_files')
    .values({
      id: file.id,
      dispute_id: disputeId,
      kind: file.kind,
      name: file.name,
      media_type: file.mediaType,
      content: Buffer.from(file.content),
      added_by: file.addedBy,
      added_at: file.addedAt,
    })
    .execute()
}

/** With their contents: for handing them in. */
export async function listDisputeFiles(disputeId: string): Promise<DisputeFile[]> {
  const rows = await db
    .selectFrom('dispute_files')
    .selectAll()
    .where('dispute_id', '=', disputeId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...toListed(row), content: row.content }))
}

/** Without their contents: for a list. */
export async function listDisputeFileNames(disputeId: string): Promise<ListedDisputeFile[]> {
  const rows = await db
    .selectFrom('dispute_files')
    .select([
      'id',
      'kind',
      'name',
      'media_type',
      'added_by',
      'added_at',
      sql<number>`length(content)`.as('bytes'),
    ])
    .where('dispute_id', '=', disputeId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...toListed(row), bytes: row.bytes }))
}

export async function deleteDisputeFile(disputeId: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('dispute_files')
    .where('dispute_id', '=', disputeId)
    .where('id', '=', id)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** What was made from our records is made anew; what people added stays. */
export async function deletePreparedFiles(disputeId: string): Promise<void> {
  await db
    .deleteFrom('dispute_files')
    .where('dispute_id', '=', disputeId)
    .where('added_by', 'is', null)
    .execute()
}

function toListed(row: {
  id: string
  kind: string
  name: string
  media_type: string
  added_by: string | null
  added_at: Date
}) {
  return {
    id: row.id,
    kind: row.kind as DisputeFileKind,
    name: row.name,
    mediaType: row.media_type,
    addedBy: row.added_by,
    addedAt: row.added_at,
  }
} // prettier-ignore
