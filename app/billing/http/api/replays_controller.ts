import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toPage } from '#app/shared/http/keyset'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { inReadTransaction } from '#app/shared/database/unit'
import { readId } from '#app/shared/ids'
import { RequestReplay } from '#app/billing/actions/request_replay'
import { tellReplayRefusal } from '#app/billing/http/replay_refusals'
import { showReplay, showReplayDetails } from '#app/billing/http/transformers/replay_transformers'
import { readReplay, replayForm, replayQuery } from '#app/billing/http/validators/replay_validators'
import { findReplayDetails } from '#app/billing/queries/find_replay_details'
import { listReplays } from '#app/billing/records/replays'

/** Past months under other prices, taxes or proration. Nothing that was billed changes by it. */
@inject()
export default class ReplaysController {
  constructor(private requestReplay: RequestReplay) {}

  async index({ request }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(pageQuery)
    const size = pageSize(limit)
    const rows = await inReadTransaction(() => listReplays({ before: cursor ?? null, limit: size + 1 }))
    return toListAnswer(toPage(rows, size), showReplay)
  }

  async show(ctx: HttpContext) {
    const { q, customer_id } = await ctx.request.validateUsing(replayQuery)
    const id = readId('replay', ctx.params.id)
    const customerId = customer_id ? (readId('customer', customer_id) ?? '') : null
    const replay = id && (await findReplayDetails(id, { term: q ?? null, customerId }))
    if (replay) return showReplayDetails(replay)
    return sendProblem(ctx, { status: 404, code: 'replay_not_found', detail: 'There is no such replay.' })
  }

  async store(ctx: HttpContext) {
    const question = readReplay(await ctx.request.validateUsing(replayForm))
    const requested = await this.requestReplay.execute(question)
    if (requested.ok) {
      ctx.response.status(201)
      return showReplayDetails({ ...requested.value, rows: [] })
    }
    const { type: code, field } = requested.error
    const detail = tellReplayRefusal(requested.error)
    return sendProblem(ctx, { status: 422, code, detail, field })
  }
}
