import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { EndOtherSessions } from '#app/identity/actions/end_other_sessions'

/** Signing out of every browser. Tokens work on. */
@inject()
export default class SessionEndingsController {
  constructor(private endOthers: EndOtherSessions) {}

  async store(ctx: HttpContext) {
    await this.endOthers.execute({ userId: ctx.caller!.userId, keptId: null })
    ctx.response.noContent()
  }
}
