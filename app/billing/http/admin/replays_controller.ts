import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { sendCsv, toCsv } from '#app/shared/http/csv'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { listSellablePrices } from '#app/catalogue/index'
import { RequestReplay } from '#app/billing/actions/request_replay'
import {
  replayColumns,
  replayLines,
  showReplay,
  showReplayDetails,
} from '#app/billing/http/transformers/replay_transformers'
import { readReplay, replayForm, replayQuery } from '#app/billing/http/validators/replay_validators'
import { findReplayDetails } from '#app/billing/queries/find_replay_details'
import { listReplays } from '#app/billing/records/replays'

const listedMax = 20

/** Where staff ask for past months under other terms, and read the answer. */
@inject()
export default class ReplaysController {
  constructor(private requestReplay: RequestReplay) {}

  async index(ctx: HttpContext) {
    const replays = await inReadTransaction(() => listReplays({ before: null, limit: listedMax }))
    const prices = await listSellablePrices()
    return renderPage(ctx, 'billing/admin/replays', {
      replays: replays.map(showReplay),
      prices: prices.map(({ planId, planName, currency, interval, amount }) => ({
        plan_id: showId('plan', planId),
        plan: planName,
        interval,
        price: { amount: amount.toString(), currency },
      })),
    })
  }

  async show(ctx: HttpContext) {
    const id = readRecordId(ctx, 'replay')
    const { q } = await ctx.request.validateUsing(replayQuery)
    const replay = await findReplayDetails(id, { term: q ?? null, customerId: null })
    if (!replay) throw notFound(ctx)
    if (ctx.request.input('format') === 'csv') {
      const { fromMonth, toMonth } = replay.question
      return sendCsv(ctx, `replay-${fromMonth}-${toMonth}`, toCsv(replayColumns, replayLines(replay)))
    }
    return renderPage(ctx, 'billing/admin/replay', { replay: showReplayDetails(replay) })
  }

  async store(ctx: HttpContext) {
    const question = readReplay(await ctx.request.validateUsing(replayForm))
    const requested = await this.requestReplay.execute(question)
    if (!requested.ok) {
      const { field, type } = requested.error
      return refuseField(field, ctx.i18n.t(`reports.replay.refused.${type}`))
    }
    return ctx.response.redirect(`/replays/${showId('replay', requested.value.id)}`)
  }
}
