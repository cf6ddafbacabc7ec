import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { findDisputeFile, sendDisputeNotFound, showDisputeWithFiles } from '#app/payments/index'
import { SettleLostDispute } from '#app/billing/actions/settle_lost_dispute'
import { lossTreatmentForm } from '#app/billing/http/validators/loss_treatment_validator'

/** What becomes of the invoices of a dispute that is lost, decided by staff. */
@inject()
export default class LossTreatmentsController {
  constructor(
    private clock: Clock,
    private settleLostDispute: SettleLostDispute
  ) {}

  async store(ctx: HttpContext) {
    const disputeId = readId('dispute', ctx.params.id)
    const { treatment } = await ctx.request.validateUsing(lossTreatmentForm)
    if (!disputeId) return sendDisputeNotFound(ctx)
    const settled = await this.settleLostDispute.execute({ disputeId, treatment })
    if (!settled.ok) {
      const { type } = settled.error
      if (type === 'dispute_not_found') return sendDisputeNotFound(ctx)
      return sendProblem(ctx, { status: 409, code: type, detail: ctx.i18n.t(`validator.dispute_refused.${type}`) })
    }
    const found = await findDisputeFile(disputeId)
    return showDisputeWithFiles(found!, this.clock.now())
  }
} // prettier-ignore
