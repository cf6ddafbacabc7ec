import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { findCustomer } from '#app/customers/index'
import { showMessage, showMessageWithBody } from '#app/messaging/http/transformers/message_transformer'
import { findMessage, listMessages } from '#app/messaging/queries/list_messages'

/** Mails, for staff: all of the tenant's, those of one customer, and one with its text. */
export default class MessagesController {
  async index(ctx: HttpContext) {
    const customerId = ctx.params.id === undefined ? null : readId('customer', ctx.params.id)
    if (ctx.params.id !== undefined && (!customerId || !(await findCustomer(customerId)))) {
      return sendProblem(ctx, {
        status: 404,
        code: 'customer_not_found',
        detail: 'There is no such customer.',
      })
    }
    const { cursor, limit } = await ctx.request.validateUsing(pageQuery)
    const page = await listMessages({ customerId, before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showMessage)
  }

  async show(ctx: HttpContext) {
    const id = readId('message', ctx.params.id)
    const message = id ? await findMessage(id) : undefined
    if (message) return showMessageWithBody(message)
    sendProblem(ctx, { status: 404, code: 'message_not_found', detail: 'There is no such message.' })
  }
}
