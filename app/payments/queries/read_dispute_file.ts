import { inReadTransaction } from '#app/shared/database/unit'
import { type DisputeFile, listDisputeFiles } from '#app/payments/records/dispute_files'

/** One file of a dispute with its content. */
export function readDisputeFile(question: { disputeId: string; fileId: string }): Promise<DisputeFile | null> {
  return inReadTransaction(async () => {
    const files = await listDisputeFiles(question.disputeId)
    return files.find(({ id }) => id === question.fileId) ?? null
  })
} // prettier-ignore
