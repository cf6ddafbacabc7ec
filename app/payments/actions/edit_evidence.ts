import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fileTypeOf } from '#app/shared/http/file_type'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type Dispute, type Evidence, isDisputeOver } from '#app/payments/domain/dispute'
import { type EvidenceFileProblem, refuseEvidenceFile } from '#app/payments/domain/evidence'
import {
  deleteDisputeFile,
  deletePreparedFiles,
  type DisputeFileKind,
  insertDisputeFile,
  listDisputeFileNames,
} from '#app/payments/records/dispute_files'
import { lockDispute, updateDispute } from '#app/payments/records/disputes'

export type EditEvidenceError =
  | { type: 'dispute_not_found' }
  /** It was handed in, or is over. */
  | { type: 'evidence_sealed' }

export type AddEvidenceFileError = EditEvidenceError | { type: EvidenceFileProblem }

export interface NewEvidenceFile {
  kind: DisputeFileKind
  name: string
  content: Uint8Array
  /** Null for what was made from our records. */
  addedBy: string | null
}

/** What is said against a dispute, and the files with it: changed until it is handed in. */
@inject()
export class EditEvidence {
  constructor(private clock: Clock) {}

  save(input: { disputeId: string; evidence: Evidence }): Promise<Result<Dispute, EditEvidenceError>> {
    return inTransaction(async () => {
      const open = await this.lockOpen(input.disputeId)
      if (!open.ok) return open
      return ok(await updateDispute(open.value, { evidence: input.evidence, updatedAt: this.clock.now() }))
    })
  }

  addFile({ disputeId, file }: { disputeId: string; file: NewEvidenceFile }): Promise<Result<string, AddEvidenceFileError>> {
    return inTransaction(async () => {
      const open = await this.lockOpen(disputeId)
      return open.ok ? this.keep(disputeId, file) : open
    })
  } // prettier-ignore

  removeFile(input: { disputeId: string; fileId: string }): Promise<Result<boolean, EditEvidenceError>> {
    return inTransaction(async () => {
      const open = await this.lockOpen(input.disputeId)
      return open.ok ? ok(await deleteDisputeFile(input.disputeId, input.fileId)) : open
    })
  }

  /** Puts what our records say in place of what they said before; files that people added stay, and texts only on wish. */
  prepare(input: {
    disputeId: string
    evidence: Evidence
    files: readonly Omit<NewEvidenceFile, 'addedBy'>[]
    keepsTexts: boolean
  }): Promise<Result<Dispute, EditEvidenceError>> {
    return inTransaction(async () => {
      const { disputeId, evidence, files, keepsTexts } = input
      const open = await this.lockOpen(disputeId)
      if (!open.ok) return open
      await deletePreparedFiles(disputeId)
      for (const file of files) await this.keep(disputeId, { ...file, addedBy: null })
      const chosen = keepsTexts ? (open.value.evidence ?? evidence) : evidence
      return ok(await updateDispute(open.value, { evidence: chosen, updatedAt: this.clock.now() }))
    })
  }

  private async keep(
    disputeId: string,
    { content, ...file }: NewEvidenceFile
  ): Promise<Result<string, { type: EvidenceFileProblem }>> {
    const there = await listDisputeFileNames(disputeId)
    const seen = { bytes: content.byteLength, mediaType: fileTypeOf(Buffer.from(content)) }
    const checked = refuseEvidenceFile(seen, there)
    if (!checked.ok) return err({ type: checked.error })
    const id = newId()
    const mediaType = checked.value
    await insertDisputeFile(disputeId, { ...file, id, content, mediaType, addedAt: this.clock.now() })
    return ok(id)
  }

  private async lockOpen(id: string): Promise<Result<Dispute, EditEvidenceError>> {
    const dispute = await lockDispute(id)
    if (!dispute) return err({ type: 'dispute_not_found' })
    const { status, isAnswered, pendingCall } = dispute
    const isSealed = isDisputeOver(status) || isAnswered || pendingCall !== null
    return isSealed ? err({ type: 'evidence_sealed' }) : ok(dispute)
  }
}
