import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { EndSession } from '#app/identity/actions/end_session'
import { showSession } from '#app/identity/http/transformers/identity_transformers'
import { listSessions } from '#app/identity/queries/list_sessions'

/** Browsers in which the person is signed in. There are few: the list has one page. */
@inject()
export default class SessionsController {
  constructor(private endSession: EndSession) {}

  async index({ caller }: HttpContext) {
    const sessions = await listSessions(caller!.userId)
    return { data: sessions.map((session) => showSession(session, null)), next_cursor: null }
  }

  async destroy(ctx: HttpContext) {
    const result = await this.endSession.execute(ctx.caller!.userId, String(ctx.params.id))
    if (!result.ok) {
      return sendProblem(ctx, { status: 404, code: 'session_not_found', detail: 'You have no such session.' })
    }
    ctx.response.noContent()
  }
}
