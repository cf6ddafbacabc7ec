import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { sendTable } from '#app/shared/http/table_file'
import { showId } from '#app/shared/ids'
import { readDay } from '#app/payments/http/read_day'
import {
  settlementToLines,
  showMovement,
  showPayout,
  showSettlement,
} from '#app/payments/http/transformers/settlement_transformers'
import { settlementPageQuery } from '#app/payments/http/validators/gateway_validators'
import { findSettlement } from '#app/payments/queries/find_settlement'
import { listMovements, listPayouts } from '#app/payments/queries/list_movements'

const unmatchedMax = 25
const payoutsMax = 14

/** What a gateway did with our money, for staff: a day of its account, what fits nothing, and payouts. */
export default class SettlementPagesController {
  async show(ctx: HttpContext) {
    const file = await this.read(ctx)
    const { id, name } = file.gateway
    const { cursor } = await ctx.request.validateUsing(settlementPageQuery)
    const unmatched = await listMovements({
      gatewayId: id,
      status: 'unmatched',
      countsOn: null,
      payoutReference: null,
      before: cursor ?? null,
      size: unmatchedMax,
    })
    const payouts = await listPayouts({ gatewayId: id, before: null, size: payoutsMax })
    return renderPage(ctx, 'payments/admin/settlement', {
      gateway: { id: showId('gateway', id), name },
      settlement: showSettlement(file),
      unmatched: toListAnswer(unmatched, showMovement),
      payouts: toListAnswer(payouts, showPayout),
      may_write: isAllowed(ctx.caller!, 'staff:billing:write'),
    })
  }

  /** The day as a file. */
  async export(ctx: HttpContext) {
    const file = await this.read(ctx)
    await sendTable(ctx, `settlement-${file.gateway.driver}-${file.day}`, settlementToLines(file))
  }

  private async read(ctx: HttpContext) {
    const { day } = await ctx.request.validateUsing(settlementPageQuery)
    const file = await findSettlement(readRecordId(ctx, 'gateway'), readDay(day))
    if (!file) throw notFound(ctx)
    return file
  }
}
