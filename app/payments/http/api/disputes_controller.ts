import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { filterId, readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { AnswerDispute } from '#app/payments/actions/answer_dispute'
import { refuseDispute, sendDisputeNotFound } from '#app/payments/http/api/dispute_refusals'
import { showDispute, showDisputeWithFiles } from '#app/payments/http/transformers/dispute_transformers'
import { listDisputesQuery } from '#app/payments/http/validators/dispute_validators'
import { findDisputeFile, listDisputes } from '#app/payments/queries/list_disputes'

/** Disputes, for staff: which there are, until when each waits, and what becomes of it. */
@inject()
export default class DisputesController {
  constructor(
    private clock: Clock,
    private answerDispute: AnswerDispute
  ) {}

  async index(ctx: HttpContext) {
    const filters = await ctx.request.validateUsing(listDisputesQuery)
    const page = await listDisputes({
      customerId: filterId('customer', filters.customer_id),
      paymentId: filterId('payment', filters.payment_id),
      status: filters.status ?? null,
      isWaiting: filters.waiting ?? false,
      before: filters.cursor ?? null,
      size: pageSize(filters.limit),
    })
    return toListAnswer(page, (dispute) => showDispute(dispute, this.clock.now()))
  }

  async show(ctx: HttpContext) {
    return this.reply(ctx, readId('dispute', ctx.params.id))
  }

  /** Asks the gateway where it stands. */
  async refresh(ctx: HttpContext) {
    const disputeId = readId('dispute', ctx.params.id)
    const followed = disputeId && (await this.answerDispute.refresh({ disputeId }))
    return this.reply(ctx, followed && followed.ok ? disputeId : null)
  }

  /** Hands in what is said. */
  async answer(ctx: HttpContext) {
    return this.end(ctx, 'execute')
  }

  /** Gives it up. */
  async accept(ctx: HttpContext) {
    return this.end(ctx, 'accept')
  }

  private async end(ctx: HttpContext, how: 'execute' | 'accept') {
    const disputeId = readId('dispute', ctx.params.id)
    if (!disputeId) return sendDisputeNotFound(ctx)
    const ended = await this.answerDispute[how]({ disputeId, userId: ctx.caller!.userId })
    return ended.ok ? this.reply(ctx, disputeId) : refuseDispute(ctx, ended.error)
  }

  private async reply(ctx: HttpContext, id: string | null | '') {
    const found = id ? await findDisputeFile(id) : null
    return found ? showDisputeWithFiles(found, this.clock.now()) : sendDisputeNotFound(ctx)
  }
}
