import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import FrameworkSessions from '@adonisjs/session/session_middleware'
import type { SessionStoreFactory } from '@adonisjs/session/types'

/**
 * Hands a browser its session when it is a new one, and once an hour so that it stays; not with every answer. An answer of the session before,
 * on its way while the browser was given another one by signing in, would put the old one back and so sign the person out again.
 */
@inject()
export default class SessionMiddleware {
  constructor(private sessions: FrameworkSessions<Record<string, SessionStoreFactory>>) {}

  async handle(ctx: HttpContext, next: NextFn): Promise<void> {
    await this.sessions.handle(ctx, next)
    const { sessionId, config } = ctx.session
    if (ctx.keptSessionId === sessionId) withhold(ctx, config.cookieName)
  }
}

function withhold({ response }: HttpContext, name: string): void {
  const cookies = [response.getHeader('set-cookie') ?? []].flat().map(String)
  response.removeHeader('set-cookie')
  for (const cookie of cookies) if (!cookie.startsWith(`${name}=`)) response.append('set-cookie', cookie)
}
