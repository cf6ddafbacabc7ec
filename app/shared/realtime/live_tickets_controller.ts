import type { HttpContext } from '@adonisjs/core/http'
import { markOfSession } from '#app/shared/realtime/ended_sessions'
import { issueTicket } from '#app/shared/realtime/live_ticket'

export default class LiveTicketsController {
  show({ caller, host, response, session }: HttpContext) {
    response.header('cache-control', 'no-store')
    if (!caller) return response.status(401).send({ ticket: '' })
    return response.send({ ticket: issueTicket(host.tenant.id, caller, markOfSession(session.sessionId)) })
  }
}
