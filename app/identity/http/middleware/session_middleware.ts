import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import FrameworkSessions from '@adonisjs/session/session_middleware'
import type { SessionStoreFactory } from '@adonisjs/session/types'
import Tokens from 'csrf'

/**
 * Which session an answer hands to the browser. Answers overtake each other, and the last one counts:
 *
 * - A session that the browser has is handed to it again once an hour, so that it stays, and not with every answer. One that was on its way
 *   while the person signed in would put the session of before back, and so sign them out again. With it goes the mark for forms, which is the
 *   session's: a browser that has none, or one of another session, is handed it by whatever it asks next.
 * - A session that has ended is never begun anew under its name. Of two requests that come with it, one would replace the mark for forms that
 *   the other's answer carries; each begins its own instead, and whichever the browser keeps fits its mark.
 */
@inject()
export default class SessionMiddleware {
  constructor(private sessions: FrameworkSessions<Record<string, SessionStoreFactory>>) {}

  async handle(ctx: HttpContext, next: NextFn): Promise<void> {
    await this.sessions.handle(ctx, () => {
      if (!ctx.foundSession) ctx.session.regenerate()
      return next()
    })
    const { foundSession: found, session } = ctx
    if (found?.id !== session.sessionId || found.isOld) return
    withhold(ctx, session.config.cookieName)
    if (hasFormMark(ctx)) withhold(ctx, formMark)
  }
}

/** As the shield names it, and the secret in the session that it belongs to. */
const formMark = 'XSRF-TOKEN'
const formSecret = 'csrf-secret'
const marks = new Tokens()

/** Whether the mark for forms that the browser has is that of its session. */
function hasFormMark({ request, session }: HttpContext): boolean {
  const mark: unknown = request.encryptedCookie(formMark)
  const secret: unknown = session.get(formSecret)
  return typeof mark === 'string' && typeof secret === 'string' && marks.verify(secret, mark)
}

function withhold({ response }: HttpContext, name: string): void {
  const cookies = [response.getHeader('set-cookie') ?? []].flat().map(String)
  response.removeHeader('set-cookie')
  for (const cookie of cookies) if (!cookie.startsWith(`${name}=`)) response.append('set-cookie', cookie)
}
