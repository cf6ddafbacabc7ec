import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import {
  findDisputeFile,
  refuseDispute,
  sendDisputeNotFound,
  showDisputeWithFiles,
} from '#app/payments/index'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { PrepareEvidence } from '#app/reporting/actions/prepare_evidence'

/** Fills in what our records know against a dispute, in place of the texts that are there. */
@inject()
export default class DisputePreparationsController {
  constructor(
    private clock: Clock,
    private prepareEvidence: PrepareEvidence
  ) {}

  async store(ctx: HttpContext) {
    const disputeId = readId('dispute', ctx.params.id)
    if (!disputeId) return sendDisputeNotFound(ctx)
    const prepared = await this.prepareEvidence.execute({ disputeId, keepsTexts: false })
    if (!prepared.ok) return refuseDispute(ctx, prepared.error)
    const found = await findDisputeFile(disputeId)
    return found ? showDisputeWithFiles(found, this.clock.now()) : sendDisputeNotFound(ctx)
  }
}
