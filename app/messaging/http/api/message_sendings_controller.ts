import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { ResendMessage, type ResendMessageError } from '#app/messaging/actions/resend_message'
import { showMessage } from '#app/messaging/http/transformers/message_transformer'

/** Sending a mail once more. */
@inject()
export default class MessageSendingsController {
  constructor(private resend: ResendMessage) {}

  async store(ctx: HttpContext) {
    const id = readId('message', ctx.params.id)
    if (!id) return refuse(ctx, { type: 'message_not_found' })
    const result = await this.resend.execute(id)
    return result.ok ? showMessage(result.value) : refuse(ctx, result.error)
  }
}

function refuse(ctx: HttpContext, error: ResendMessageError): void {
  switch (error.type) {
    case 'message_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail: 'There is no such message.' })
    case 'still_queued':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'This message is on its way already.',
      })
    default:
      return unreachable(error)
  }
}
