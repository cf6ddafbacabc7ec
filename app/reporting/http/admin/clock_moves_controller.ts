import type { HttpContext } from '@adonisjs/core/http'
import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { latestClockMove, StartClockMove } from '#app/tenancy/index'
import { goBackWith } from '#app/shared/http/notice'
import { notFound } from '#app/shared/http/record_id'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { clockMoveToWire } from '#app/reporting/http/transformers/clock'
import { clockMoveValidator } from '#app/reporting/http/validators'
import { countEventsSince, listEventsSince } from '#app/reporting/queries/list_events_since'

const shownMax = 60

/** The time machine: a demo's clock is sent forward, and what happened on the way is shown. */
@inject()
export default class ClockMovesController {
  constructor(
    private clock: Clock,
    private startClockMove: StartClockMove
  ) {}

  async index(ctx: HttpContext) {
    const tenant = currentTenant()
    if (!tenant.isDemo) throw notFound(ctx)
    const now = await inReadTransaction(async () => this.clock.now())
    const move = await inReadTransaction(() => latestClockMove())
    const since = move?.fromAt ?? null
    return renderPage(ctx, 'reporting/admin/time_machine', {
      now: now.toISOString(),
      offset_ms: now.getTime() - this.clock.wall().getTime(),
      time_zone: tenant.timeZone,
      move: move ? clockMoveToWire(move) : null,
      counts: since ? await countEventsSince(since) : [],
      events: since ? (await listEventsSince(since, shownMax)).map(auditEntryToWire) : [],
    })
  }

  async store(ctx: HttpContext) {
    const { unit, count } = await ctx.request.validateUsing(clockMoveValidator)
    const result = await this.startClockMove.execute({ unit, count })
    if (result.ok) return goBackWith(ctx, 'info', 'staff_notices.clock_moving')
    switch (result.error.type) {
      case 'already_moving':
      case 'not_a_demo':
      case 'not_forward':
        return goBackWith(ctx, 'error', `staff_notices.clock_${result.error.type}`)
      case 'too_far':
        return goBackWith(ctx, 'error', 'staff_notices.clock_too_far', {
          months: String(result.error.monthsMax),
        })
      default:
        return unreachable(result.error)
    }
  }
}
