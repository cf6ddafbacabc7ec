import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize, pageQuery } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import {
  type AnswerMovementError,
  AnswerMovement,
  LookUpMovement,
} from '#app/payments/actions/answer_movement'
import { SettleGateway } from '#app/payments/actions/settle_gateway'
import { refuseCall, sendGatewayNotFound } from '#app/payments/http/api/gateway_refusals'
import { readDay } from '#app/payments/http/read_day'
import {
  showMovement,
  showPayout,
  showSettlement,
} from '#app/payments/http/transformers/settlement_transformers'
import {
  answerMovementForm,
  movementsQuery,
  settlementQuery,
} from '#app/payments/http/validators/gateway_validators'
import { findSettlement } from '#app/payments/queries/find_settlement'
import { inReadTransaction } from '#app/shared/database/unit'
import { findGateway } from '#app/payments/records/gateways'
import { listMovements, listPayouts } from '#app/payments/queries/list_movements'
import type { Movement } from '#app/payments/records/movements'
import type { Result } from '#app/shared/result'

/** What gateways did with our money, and what fits none of our records. */
@inject()
export default class SettlementsController {
  constructor(
    private settle: SettleGateway,
    private answerMovement: AnswerMovement,
    private lookUp: LookUpMovement
  ) {}

  async show(ctx: HttpContext) {
    const { day } = await ctx.request.validateUsing(settlementQuery)
    const gatewayId = readId('gateway', ctx.params.id)
    const file = gatewayId && (await findSettlement(gatewayId, readDay(day)))
    return file ? showSettlement(file) : sendGatewayNotFound(ctx)
  }

  async store(ctx: HttpContext) {
    const gatewayId = readId('gateway', ctx.params.id)
    const settled = gatewayId ? await this.settle.execute({ gatewayId }) : null
    if (!settled) return sendGatewayNotFound(ctx)
    if (settled.ok) return settled.value
    const { error } = settled
    switch (error.type) {
      case 'gateway_not_found':
        return sendGatewayNotFound(ctx)
      case 'no_payouts':
        return sendProblem(ctx, {
          status: 409,
          code: 'no_payouts',
          detail: ctx.i18n.t('gateways.refused.no_payouts'),
        })
      case 'not_answered':
        return refuseCall(ctx, error.failure)
      default:
        return unreachable(error)
    }
  }

  async movements(ctx: HttpContext) {
    const query = await ctx.request.validateUsing(movementsQuery)
    const gatewayId = await this.findGatewayId(ctx)
    if (!gatewayId) return sendGatewayNotFound(ctx)
    const page = await listMovements({
      gatewayId,
      status: query.status ?? null,
      countsOn: readDay(query.day),
      payoutReference: query.payout_reference ?? null,
      before: query.cursor ?? null,
      size: pageSize(query.limit),
    })
    return toListAnswer(page, showMovement)
  }

  async payouts(ctx: HttpContext) {
    const query = await ctx.request.validateUsing(pageQuery)
    const gatewayId = await this.findGatewayId(ctx)
    if (!gatewayId) return sendGatewayNotFound(ctx)
    const page = await listPayouts({ gatewayId, before: query.cursor ?? null, size: pageSize(query.limit) })
    return toListAnswer(page, showPayout)
  }

  async answer(ctx: HttpContext) {
    const { answer, note } = await ctx.request.validateUsing(answerMovementForm)
    const movementId = readId('gatewayMovement', ctx.params.id)
    return this.tell(ctx, movementId ? await this.answerMovement.execute({ movementId, answer, note }) : null)
  }

  async lookUpAgain(ctx: HttpContext) {
    const movementId = readId('gatewayMovement', ctx.params.id)
    return this.tell(ctx, movementId ? await this.lookUp.execute({ movementId }) : null)
  }

  private async findGatewayId(ctx: HttpContext): Promise<string | null> {
    const id = readId('gateway', ctx.params.id)
    const gateway = id ? await inReadTransaction(() => findGateway(id)) : null
    return gateway?.id ?? null
  }

  private tell(ctx: HttpContext, result: Result<Movement, AnswerMovementError> | null) {
    if (result?.ok) return showMovement(result.value)
    const type = result?.error.type ?? 'movement_not_found'
    if (result && result.error.type === 'not_answered') return refuseCall(ctx, result.error.failure)
    const status = type === 'movement_not_found' ? 404 : 409
    return sendProblem(ctx, { status, code: type, detail: ctx.i18n.t(`gateways.refused.${type}`) })
  }
}
