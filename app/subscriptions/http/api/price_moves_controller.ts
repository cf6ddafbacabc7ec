import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { isCalendarDate } from '#app/shared/time/calendar'
import { CreatePriceMove } from '#app/subscriptions/actions/create_price_move'
import { WithdrawPriceMove } from '#app/subscriptions/actions/withdraw_price_move'
import { refuseMove } from '#app/subscriptions/http/api/price_move_refusals'
import { showPreparedMove, showPriceMove } from '#app/subscriptions/http/transformers/price_move_transformers'
import {
  createPriceMoveBody,
  listPriceMovesQuery,
  previewPriceMoveBody,
  withdrawPriceMoveBody,
} from '#app/subscriptions/http/validators/price_move_validators'
import { findMove, listPriceMoves } from '#app/subscriptions/queries/list_price_moves'
import { type MoveWish, PreparePriceMove } from '#app/subscriptions/queries/prepare_price_move'

/** Moving whoever pays by older versions of prices to newer ones, with notice. */
@inject()
export default class PriceMovesController {
  constructor(
    private prepare: PreparePriceMove,
    private createMove: CreatePriceMove,
    private withdrawMove: WithdrawPriceMove
  ) {}

  async index(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(listPriceMovesQuery)
    return toListAnswer(
      await listPriceMoves({ before: cursor ?? null, size: pageSize(limit) }),
      showPriceMove
    )
  }

  async show(ctx: HttpContext) {
    const id = readId('priceMove', ctx.params.id)
    const move = id ? await findMove(id) : null
    return move ? showPriceMove(move) : refuseMove(ctx, { type: 'move_not_found' })
  }

  async preview(ctx: HttpContext) {
    const wish = readWish(await ctx.request.validateUsing(previewPriceMoveBody))
    if (!wish) return refuseMove(ctx, { type: 'starts_on_invalid' })
    const prepared = await this.prepare.execute(wish)
    return prepared.ok ? showPreparedMove(prepared.value) : refuseMove(ctx, prepared.error)
  }

  async store(ctx: HttpContext) {
    const { expected, ...body } = await ctx.request.validateUsing(createPriceMoveBody)
    const wish = readWish(body)
    if (!wish) return refuseMove(ctx, { type: 'starts_on_invalid' })
    const result = await this.createMove.execute({
      ...wish,
      expected: { count: expected.count, newAmount: BigInt(expected.new_amount) },
    })
    return result.ok ? showPriceMove((await findMove(result.value))!) : refuseMove(ctx, result.error)
  }

  async destroy(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(withdrawPriceMoveBody)
    const moveId = readId('priceMove', ctx.params.id)
    if (!moveId) return refuseMove(ctx, { type: 'move_not_found' })
    const result = await this.withdrawMove.execute({ moveId, reason })
    return result.ok ? showPriceMove((await findMove(moveId))!) : refuseMove(ctx, result.error)
  }
}

interface WishOnWire {
  price_ids: string[]
  starts_on?: string | undefined
  tells_all?: boolean | undefined
}

/** Null where the day is none. An id that is none becomes one that nothing has. */
function readWish({ price_ids, starts_on, tells_all = false }: WishOnWire): MoveWish | null {
  if (starts_on !== undefined && !isCalendarDate(starts_on)) return null
  const known = price_ids.map((id) => readId('price', id) ?? '00000000-0000-0000-0000-000000000000')
  return { priceIds: known, startsOn: starts_on, tellsAll: tells_all }
}
