import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readUpload, sendFile } from '#app/shared/http/read_upload'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { EditEvidence } from '#app/payments/actions/edit_evidence'
import { refuseDispute, sendDisputeNotFound } from '#app/payments/http/api/dispute_refusals'
import { showDisputeWithFiles } from '#app/payments/http/transformers/dispute_transformers'
import { disputeFileForm, evidenceForm, readEvidence } from '#app/payments/http/validators/dispute_validators'
import { findDisputeFile } from '#app/payments/queries/list_disputes'
import { readDisputeFile } from '#app/payments/queries/read_dispute_file'

/** What is said against a dispute, and the files that go with it. */
@inject()
export default class DisputeEvidenceController {
  constructor(
    private clock: Clock,
    private editEvidence: EditEvidence
  ) {}

  async update(ctx: HttpContext) {
    const evidence = readEvidence(await ctx.request.validateUsing(evidenceForm))
    const disputeId = readId('dispute', ctx.params.id)
    if (!disputeId) return sendDisputeNotFound(ctx)
    const saved = await this.editEvidence.save({ disputeId, evidence })
    return saved.ok ? this.reply(ctx, disputeId) : refuseDispute(ctx, saved.error)
  }

  /** A file as a form sends it (`multipart/form-data`, field `file`). What it is is seen by its content. */
  async addFile(ctx: HttpContext) {
    const upload = await readUpload(ctx, 'file')
    const { kind = 'other' } = await ctx.request.validateUsing(disputeFileForm)
    const disputeId = readId('dispute', ctx.params.id)
    if (!disputeId) return sendDisputeNotFound(ctx)
    if (!upload.ok) return refuseDispute(ctx, { type: refusedAs[upload.error.type] })
    const { name, content } = upload.value
    const file = { kind, name, content, addedBy: ctx.caller!.userId }
    const added = await this.editEvidence.addFile({ disputeId, file })
    if (!added.ok) return refuseDispute(ctx, added.error)
    ctx.response.status(201)
    return this.reply(ctx, disputeId)
  }

  async removeFile(ctx: HttpContext) {
    const [disputeId, fileId] = [readId('dispute', ctx.params.id), readId('disputeFile', ctx.params.file)]
    if (!disputeId || !fileId) return sendDisputeNotFound(ctx)
    const removed = await this.editEvidence.removeFile({ disputeId, fileId })
    return removed.ok ? this.reply(ctx, disputeId) : refuseDispute(ctx, removed.error)
  }

  async showFile(ctx: HttpContext) {
    const [disputeId, fileId] = [readId('dispute', ctx.params.id), readId('disputeFile', ctx.params.file)]
    const file = disputeId && fileId ? await readDisputeFile({ disputeId, fileId }) : null
    if (!file) return sendDisputeNotFound(ctx)
    return sendFile(ctx, { ...file, content: Buffer.from(file.content) })
  }

  private async reply(ctx: HttpContext, id: string) {
    const found = await findDisputeFile(id)
    return found ? showDisputeWithFiles(found, this.clock.now()) : sendDisputeNotFound(ctx)
  }
}

const refusedAs = {
  file_missing: 'file_empty',
  file_too_large: 'file_too_large',
  file_of_other_kind: 'file_type',
  file_infected: 'file_infected',
  file_not_scanned: 'file_not_scanned',
} as const
