import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { unreachable } from '#app/shared/result'
import { ResendMessage } from '#app/messaging/actions/resend_message'

/** Sending a mail once more. */
@inject()
export default class MessageSendingsController {
  constructor(private resend: ResendMessage) {}

  async store(ctx: HttpContext) {
    const result = await this.resend.execute(readRecordId(ctx, 'message'))
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.message_resent')
    const { type } = result.error
    switch (type) {
      case 'message_not_found':
        throw notFound(ctx)
      case 'still_queued':
        return goBackWith(ctx, 'info', 'staff_notices.message_still_queued')
      default:
        return unreachable(type)
    }
  }
}
