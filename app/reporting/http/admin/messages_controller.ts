import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { messageToWire } from '#app/reporting/http/transformers/records'
import { listMessages } from '#app/reporting/queries/list_messages'

/** Mails to everybody, and those that did not get through. */
export default class MessagesController {
  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listMessages(readListQuestion(ctx, 'message'))
    return renderPage(ctx, 'reporting/admin/messages', {
      messages: rows.map(messageToWire),
      next_cursor: nextCursor ? showId('message', nextCursor) : null,
    })
  }
}
