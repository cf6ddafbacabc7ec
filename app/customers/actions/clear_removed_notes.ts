import { inTransaction } from '#app/shared/database/unit'
import { undoHours } from '#app/customers/domain/customer_note'
import * as customerNotes from '#app/customers/records/customer_notes'

const batchSize = 1000

/** Deletes notes that were taken away more than a day ago. @returns how many went */
export function clearRemovedNotes(now: Date): Promise<number> {
  const before = new Date(now.getTime() - undoHours * 3_600_000)
  return inTransaction(() => customerNotes.deleteRemoved(before, batchSize))
}
