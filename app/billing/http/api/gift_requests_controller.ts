import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { refuseHuge } from '#app/shared/http/refuse_huge'
import { newId, readId } from '#app/shared/ids'
import { AskForGift } from '#app/billing/actions/ask_for_gift'
import { DecideGift } from '#app/billing/actions/decide_gift'
import { refuseGift, sendGiftNotFound } from '#app/billing/http/api/gift_refusals'
import { showGiftRequest } from '#app/billing/http/transformers/gift_transformers'
import {
  giftRequestForm,
  listGiftRequestsQuery,
  readGift,
} from '#app/billing/http/validators/gift_validators'
import { listGiftRequests } from '#app/billing/queries/list_gift_requests'

/** What staff give away beyond what one of them may alone: asked for, agreed to or refused. */
@inject()
export default class GiftRequestsController {
  constructor(
    private askForGift: AskForGift,
    private decideGift: DecideGift
  ) {}

  async index({ request }: HttpContext) {
    const { cursor, limit, status } = await request.validateUsing(listGiftRequestsQuery)
    const page = await listGiftRequests({ status, before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showGiftRequest)
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(giftRequestForm)
    const gift = readGift(form)
    const customer = gift.kind === 'balance' ? await findCustomer(gift.customerId) : null
    if (customer) refuseHuge(ctx, customer.currency, { amount: BigInt(form.amount!) })
    const asked = await this.askForGift.execute({
      id: form.request_key ?? newId(),
      gift,
      reason: form.reason,
      requestedBy: ctx.caller!.userId,
    })
    if (!asked.ok) return refuseGift(ctx, asked.error)
    ctx.response.status(201)
    return this.show(asked.value.id)
  }

  approve(ctx: HttpContext) {
    return this.decide(ctx, 'approve')
  }

  refuse(ctx: HttpContext) {
    return this.decide(ctx, 'refuse')
  }

  private async decide(ctx: HttpContext, decision: 'approve' | 'refuse') {
    const id = readId('giftRequest', ctx.params.id)
    if (!id) return sendGiftNotFound(ctx)
    const decided = await this.decideGift[decision]({ id, decidedBy: ctx.caller!.userId })
    return decided.ok ? this.show(id) : refuseGift(ctx, decided.error)
  }

  private async show(id: string) {
    const { rows } = await listGiftRequests({ id, size: 1 })
    return showGiftRequest(rows[0]!)
  }
}
