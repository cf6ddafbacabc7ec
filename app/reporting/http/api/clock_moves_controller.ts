import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { latestClockMove, StartClockMove, type StartClockMoveError } from '#app/tenancy/index'
import { clockMoveToWire } from '#app/reporting/http/transformers/clock'
import { clockMoveValidator } from '#app/reporting/http/validators'

/** The clock of a demo: where it stands, and sending it forward. */
@inject()
export default class ClockMovesController {
  constructor(
    private clock: Clock,
    private startClockMove: StartClockMove
  ) {}

  async show() {
    return inReadTransaction(async () => {
      const move = await latestClockMove()
      return {
        now: this.clock.now().toISOString(),
        time_zone: currentTenant().timeZone,
        move: move ? clockMoveToWire(move) : null,
      }
    })
  }

  async store(ctx: HttpContext) {
    const { unit, count } = await ctx.request.validateUsing(clockMoveValidator)
    const result = await this.startClockMove.execute({ unit, count })
    return result.ok ? this.show() : refuse(ctx, result.error)
  }
}

function refuse(ctx: HttpContext, { type }: StartClockMoveError): void {
  switch (type) {
    case 'already_moving':
      return sendProblem(ctx, { status: 409, code: type, detail: 'The clock is already moving.' })
    case 'not_a_demo':
      return sendProblem(ctx, { status: 409, code: type, detail: 'Only the clock of a demo can be moved.' })
    case 'not_forward':
    case 'too_far':
      return sendProblem(ctx, {
        status: 422,
        code: type,
        detail: 'The clock goes forward, at most three years at once.',
      })
    default:
      return unreachable(type)
  }
}
