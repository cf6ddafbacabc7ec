import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { EndOtherSessions } from '#app/identity/actions/end_other_sessions'

/** Signing out everywhere else. */
@inject()
export default class SessionEndingsController {
  constructor(private endOthers: EndOtherSessions) {}

  async store(ctx: HttpContext) {
    await this.endOthers.execute({ userId: ctx.caller!.userId, keptId: ctx.session.sessionId })
    tell(ctx, 'success', 'identity.security.others_ended')
    return ctx.response.redirect().toPath('/security')
  }
}
