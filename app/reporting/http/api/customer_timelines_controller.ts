import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { pageSize } from '#app/shared/http/common_rules'
import { sendCsv } from '#app/shared/http/csv'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { timelineFileQuery, timelineQuery, toTimelineWish } from '#app/reporting/http/read_timeline_question'
import { timelineAsCsv } from '#app/reporting/http/timeline_file'
import { showTimelineEntry } from '#app/reporting/http/transformers/timeline'
import { listCustomerTimeline } from '#app/reporting/queries/list_customer_timeline'

/** Everything that happened between us and a customer. */
export default class CustomerTimelinesController {
  async index(ctx: HttpContext) {
    const { cursor, limit, ...wish } = await ctx.request.validateUsing(timelineQuery)
    const customerId = await readCustomer(ctx)
    if (!customerId) return sendNotFound(ctx)
    const question = { customerId, ...toTimelineWish(wish), before: cursor ?? null, size: pageSize(limit) }
    return toListAnswer(await listCustomerTimeline(ctx.caller!, question), showTimelineEntry)
  }

  /** The same as a table, with the same filters. */
  async show(ctx: HttpContext) {
    const wish = await ctx.request.validateUsing(timelineFileQuery)
    const customerId = await readCustomer(ctx)
    if (!customerId) return sendNotFound(ctx)
    sendCsv(ctx, 'timeline', await timelineAsCsv(ctx.caller!, { customerId, ...toTimelineWish(wish) }))
  }
}

async function readCustomer({ params }: HttpContext): Promise<string | null> {
  const id = readId('customer', params.id)
  return id && (await findCustomer(id)) ? id : null
}

function sendNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'customer_not_found', detail: 'There is no such customer.' })
}
